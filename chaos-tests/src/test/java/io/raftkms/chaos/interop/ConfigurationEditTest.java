package io.raftkms.chaos.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigurationEditTest {
    private static final List<String> LINES = List.of(
            "# laddr = \"commented\"", "proxy_app = \"x\"", "", "[rpc]", "laddr = \"a\"", "[p2p]", "laddr = \"b\"");

    @Test
    void changesAKeyInItsOwnSectionOnly() {
        assertThat(ConfigurationEdit.apply(LINES, Map.of("proxy_app", "\"kvstore\"", "p2p.laddr", "\"c\"")))
                .containsExactly(
                        "# laddr = \"commented\"",
                        "proxy_app = \"kvstore\"",
                        "",
                        "[rpc]",
                        "laddr = \"a\"",
                        "[p2p]",
                        "laddr = \"c\"");
    }

    @Test
    void refusesAKeyThatTheFileDoesNotHave() {
        assertThatThrownBy(() -> ConfigurationEdit.apply(LINES, Map.of("rpc.laddr", "\"c\"", "rpc.missing", "1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("rpc.missing");
    }
}
