package dev.orderflow.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.xml.sax.SAXException;

/** The JVM's flags in the services' images, where Jib reads them: {@code jvmFlags} of the parent pom. */
final class ImageFlags {

    private ImageFlags() {}

    /** @throws IllegalStateException where the file has none */
    static List<String> read(Path pom) {
        try {
            var flags = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(pom.toFile())
                    .getElementsByTagName("jvmFlag");
            if (flags.getLength() == 0) {
                throw new IllegalStateException(
                        pom + " has no jvmFlag: the images' flags stand there, in the configuration of Jib");
            }
            return IntStream.range(0, flags.getLength())
                    .mapToObj(index -> flags.item(index).getTextContent().strip())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ParserConfigurationException | SAXException e) {
            throw new IllegalStateException(pom + " is no XML", e);
        }
    }
}
