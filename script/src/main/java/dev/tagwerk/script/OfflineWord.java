package dev.tagwerk.script;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads {@code <offline>} from Maven settings. Immutable. */
final class OfflineWord {
    private OfflineWord() {}

    /** What the settings say; empty where they say nothing. */
    static Optional<Boolean> of(Path settings) {
        if (!Files.isRegularFile(settings)) {
            return Optional.empty();
        }
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        try (InputStream in = Files.newInputStream(settings)) {
            XMLStreamReader reader = factory.createXMLStreamReader(in);
            int depth = 0;
            while (reader.hasNext()) {
                int event = reader.next();
                if (event == XMLStreamConstants.END_ELEMENT) {
                    depth--;
                } else if (event == XMLStreamConstants.START_ELEMENT) {
                    if (depth == 1 && reader.getLocalName().equals("offline")) {
                        return Optional.of(
                                Boolean.parseBoolean(reader.getElementText().strip()));
                    }
                    depth++;
                }
            }
            return Optional.empty();
        } catch (IOException | XMLStreamException e) {
            throw new IllegalStateException(settings + ": " + e.getMessage(), e);
        }
    }
}
