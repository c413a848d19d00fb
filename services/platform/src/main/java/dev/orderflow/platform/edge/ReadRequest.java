package dev.orderflow.platform.edge;

import dev.orderflow.platform.error.ApiException;
import dev.orderflow.platform.error.ErrorCode;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.net.URLDecoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;

/**
 * A request whose body has been read. Where wanted, its parameters include the fields of a posted form, in UTF-8,
 * behind the query's.
 */
final class ReadRequest extends HttpServletRequestWrapper {

    private static final String FORM = MediaType.APPLICATION_FORM_URLENCODED_VALUE;

    private final byte[] body;
    private final Map<String, String[]> form;

    private ReadRequest(HttpServletRequest request, byte[] body, Map<String, String[]> form) {
        super(request);
        this.body = body;
        this.form = form;
    }

    /** @throws ApiException MALFORMED_REQUEST where the body is said to be a form and is none */
    static ReadRequest of(HttpServletRequest request, byte[] body, boolean forms) {
        return new ReadRequest(request, body, forms && isForm(request) ? parse(body) : Map.of());
    }

    private static boolean isForm(HttpServletRequest request) {
        var type = Objects.requireNonNullElse(request.getContentType(), "");
        return HttpMethod.POST.matches(request.getMethod())
                && type.split(";", 2)[0].strip().equalsIgnoreCase(FORM);
    }

    private static Map<String, String[]> parse(byte[] body) {
        Map<String, String[]> form = new LinkedHashMap<>();
        try {
            for (var pair : new String(body, StandardCharsets.UTF_8).split("&")) {
                if (!pair.isEmpty()) {
                    var end = pair.indexOf('=');
                    add(
                            form,
                            decode(end < 0 ? pair : pair.substring(0, end)),
                            decode(end < 0 ? "" : pair.substring(end + 1)));
                }
            }
        } catch (IllegalArgumentException e) {
            throw new ApiException(ErrorCode.MALFORMED_REQUEST, "The body is not the form that it says it is.", e);
        }
        return form;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static void add(Map<String, String[]> parameters, String name, String... values) {
        parameters.merge(name, values, (before, more) -> {
            var all = new String[before.length + more.length];
            System.arraycopy(before, 0, all, 0, before.length);
            System.arraycopy(more, 0, all, before.length, more.length);
            return all;
        });
    }

    @Override
    public @Nullable String getParameter(String name) {
        var values = getParameterValues(name);
        return values == null ? null : values[0];
    }

    @Override
    public String @Nullable [] getParameterValues(String name) {
        return form.containsKey(name) ? getParameterMap().get(name) : super.getParameterValues(name);
    }

    @Override
    public Enumeration<String> getParameterNames() {
        return Collections.enumeration(getParameterMap().keySet());
    }

    @Override
    public Map<String, String[]> getParameterMap() {
        if (form.isEmpty()) {
            return super.getParameterMap();
        }
        Map<String, String[]> all = new LinkedHashMap<>(super.getParameterMap());
        form.forEach((name, values) -> add(all, name, values));
        return all;
    }

    @Override
    public BufferedReader getReader() {
        var encoding = getCharacterEncoding();
        return new BufferedReader(new InputStreamReader(
                getInputStream(), encoding == null ? StandardCharsets.UTF_8 : Charset.forName(encoding)));
    }

    @Override
    public ServletInputStream getInputStream() {
        var bytes = new ByteArrayInputStream(body);
        return new ServletInputStream() {
            @Override
            public int read() {
                return bytes.read();
            }

            @Override
            public int read(byte[] target, int offset, int length) {
                return bytes.read(target, offset, length);
            }

            @Override
            public boolean isFinished() {
                return bytes.available() == 0;
            }

            @Override
            public boolean isReady() {
                return true;
            }

            @Override
            public void setReadListener(ReadListener listener) {
                throw new UnsupportedOperationException("requests are read in their own thread");
            }
        };
    }
}
