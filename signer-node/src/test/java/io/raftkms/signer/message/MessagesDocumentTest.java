package io.raftkms.signer.message;

import io.raftkms.signer.GeneratedPage;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class MessagesDocumentTest {
    @Test
    void pageIsWhatTheTablesSay() throws IOException {
        GeneratedPage.assertUpToDate("messages.md", MessagesDocument.text(), getClass());
    }
}
