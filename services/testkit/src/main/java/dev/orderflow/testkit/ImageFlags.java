package dev.orderflow.testkit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** The flags of the JVM in the services' images, so that a service runs under them wherever it is started. */
public final class ImageFlags {

    private ImageFlags() {}

    /**
     * Reads the flags that every image has.
     *
     * @param root of the checkout, whose pom.xml holds them as {@code jvmFlag}
     * @throws IllegalStateException where the file cannot be read or holds none
     */
    public static List<String> of(Path root) {
        var pom = root.resolve("pom.xml");
        try {
            var elements = DocumentBuilderFactory.newDefaultInstance()
                    .newDocumentBuilder()
                    .parse(pom.toFile())
                    .getElementsByTagName("jvmFlag");
            var flags = IntStream.range(0, elements.getLength())
                    .mapToObj(elements::item)
                    .map(Node::getTextContent)
                    .toList();
            if (flags.isEmpty()) {
                throw new IllegalStateException(pom + " holds no jvmFlag");
            }
            return flags;
        } catch (IOException | SAXException | ParserConfigurationException e) {
            throw new IllegalStateException("cannot read " + pom, e);
        }
    }
}
