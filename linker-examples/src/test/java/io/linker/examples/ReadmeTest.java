package io.linker.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReadmeTest {
    @Test
    void theExampleOfTheReadmeIsTheClassActivePassive() throws IOException {
        String readme = Files.readString(Path.of("../README.md"));
        int start = readme.indexOf("```java\n") + "```java\n".length();
        String example = readme.substring(start, readme.indexOf("```", start));

        String source = Files.readString(Path.of("src/main/java/io/linker/examples/ActivePassive.java"));
        assertThat(source).isEqualTo("package io.linker.examples;\n\n" + example);
    }
}
