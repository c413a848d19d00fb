package dev.orderflow.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/**
 * Reads the JVM flags of a service's image from where Jib reads them: {@code jvmFlags} of the parent pom and of the
 * service's own.
 */
public final class ImageFlags {

    private ImageFlags() {}

    /**
     * Returns the flags of a service: the parent's, then its own. Of two flags that contradict each other, the last
     * counts.
     *
     * @param root the root of the source tree
     * @throws IllegalStateException if the parent has no flags, or if the service's replace them
     */
    public static List<String> of(Path root, String service) {
        var parent = root.resolve("pom.xml");
        var common = flags(parse(parent));
        if (common.isEmpty()) {
            throw new IllegalStateException(
                    parent + " has no jvmFlag: the images' flags stand there, in the configuration of Jib");
        }
        var pom = root.resolve("services").resolve(service).resolve("pom.xml");
        var own = parse(pom);
        if (own.getElementsByTagName("jvmFlags").item(0) instanceof Element element
                && !element.getAttribute("combine.children").equals("append")) {
            throw new IllegalStateException(
                    pom + ": its jvmFlags take the place of the parent's; write combine.children=\"append\"");
        }
        return Stream.concat(common.stream(), flags(own).stream()).toList();
    }

    private static List<String> flags(Document pom) {
        var flags = pom.getElementsByTagName("jvmFlag");
        return IntStream.range(0, flags.getLength())
                .mapToObj(index -> flags.item(index).getTextContent().strip())
                .toList();
    }

    private static Document parse(Path pom) {
        try {
            return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(pom.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ParserConfigurationException | SAXException e) {
            throw new IllegalStateException(pom + " is no XML", e);
        }
    }
}
