package io.raftkms.signer.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.signer.GeneratedPage;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigurationDocumentTest {
    @Test
    void pageIsWhatTheDeclarationsSay() throws IOException {
        GeneratedPage.assertUpToDate("configuration.md", ConfigurationDocument.text(), getClass());
    }

    @Test
    void exampleOfThePageIsValid() {
        String page = ConfigurationDocument.text();
        int start = page.indexOf("```toml\n") + "```toml\n".length();
        String example = page.substring(start, page.indexOf("```", start));

        assertThat(ConfigurationFile.parse(example, Path.of("/home/kms/raftkms.toml")))
                .isInstanceOf(ConfigurationReading.Valid.class);
    }

    @Test
    void everyKeyIsExplained() {
        assertThat(ConfigurationDocument.text()).doesNotContain("|  |  |").contains("`[[cluster.member]]`");
    }
}
