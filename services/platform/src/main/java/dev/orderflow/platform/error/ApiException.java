package dev.orderflow.platform.error;

/** Ends a request with an {@link ErrorCode}; the message is shown to the caller. */
public final class ApiException extends RuntimeException {

    private final ErrorCode code;

    public ApiException(ErrorCode code, String message) {
        super(message);
        this.code = code;
    }

    public ApiException(ErrorCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public ErrorCode code() {
        return code;
    }

    /**
     * Makes a call that must be refused: any refusal is a good answer.
     *
     * @throws ApiException where no answer came
     */
    public static void expectRefusal(Runnable call) {
        try {
            call.run();
        } catch (ApiException e) {
            switch (e.code()) {
                case DOWNSTREAM_FAILED, DOWNSTREAM_TIMEOUT, DOWNSTREAM_UNAVAILABLE -> throw e;
                default -> {}
            }
        }
    }
}
