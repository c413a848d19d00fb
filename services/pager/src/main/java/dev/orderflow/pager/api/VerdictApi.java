package dev.orderflow.pager.api;

import dev.orderflow.pager.verdict.Verdict;
import dev.orderflow.pager.verdict.Verdicts;
import dev.orderflow.walk.cause.Cause;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.security.Principal;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** HTTP API of verdicts, for programs; see openapi.yaml. */
@RestController
class VerdictApi {

    private final Verdicts verdicts;

    VerdictApi(Verdicts verdicts) {
        this.verdicts = verdicts;
    }

    /** @param page and the trace id may be left out */
    record VerdictRequest(
            @Nullable Long page,
            @NotNull String component,
            @NotNull String mechanism,
            @Nullable String traceId) {}

    /** The words that there are. */
    record Causes(List<String> components, List<String> mechanisms) {}

    @GetMapping("/api/v1/causes")
    Causes causes() {
        return new Causes(
                Arrays.stream(Cause.Component.values()).map(Cause.Component::id).toList(),
                Arrays.stream(Cause.Mechanism.values()).map(Cause.Mechanism::id).toList());
    }

    @GetMapping("/api/v1/verdicts")
    List<Verdict> list(@RequestParam(defaultValue = "100") @Min(1) @Max(1000) int limit) {
        return verdicts.newest(limit);
    }

    @PostMapping("/api/v1/verdicts")
    @ResponseStatus(HttpStatus.CREATED)
    Verdict state(@Valid @RequestBody VerdictRequest request, Principal program) {
        var trace = request.traceId() == null ? "" : request.traceId();
        return verdicts.state(request.page(), request.component(), request.mechanism(), trace, program.getName());
    }
}
