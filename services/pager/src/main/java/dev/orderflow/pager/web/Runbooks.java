package dev.orderflow.pager.web;

import dev.orderflow.pager.PagerProperties;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.Resource;
import org.springframework.stereotype.Component;

/**
 * Renders the runbook of an alert as HTML. HTML in its text is shown, not used, and links lead to the web or nowhere.
 */
@Component
class Runbooks {

    private static final Logger log = LoggerFactory.getLogger(Runbooks.class);

    /** An alert's name comes from outside, and is made a file's. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]{1,100}");

    /** It stands under a heading of the second level. */
    private static final int BELOW = 2;

    private final @Nullable Resource folder;
    private final Parser parser = Parser.builder().build();
    private final HtmlRenderer renderer =
            HtmlRenderer.builder().escapeHtml(true).sanitizeUrls(true).build();

    Runbooks(PagerProperties properties) {
        this.folder = properties.runbooks();
    }

    /** Empty where there is none. */
    Optional<String> html(String alert) {
        if (folder == null || !NAME.matcher(alert).matches()) {
            return Optional.empty();
        }
        try {
            var file = folder.createRelative(alert + ".md");
            return file.isReadable() ? Optional.of(html(file)) : Optional.empty();
        } catch (IOException e) {
            log.warn("the runbook of {} cannot be read: {}", alert, e.toString());
            return Optional.empty();
        }
    }

    private String html(Resource file) throws IOException {
        var document = parser.parse(file.getContentAsString(StandardCharsets.UTF_8));
        document.accept(new AbstractVisitor() {
            @Override
            public void visit(Heading heading) {
                heading.setLevel(Math.min(6, heading.getLevel() + BELOW));
            }
        });
        return renderer.render(document);
    }
}
