package io.raftkms.signer.config;

import java.util.List;

/** The text of docs/configuration.md, from the declarations that the parser uses. */
public final class ConfigurationDocument {
    private static final List<Table> TABLES = List.of(
            ClusterTable.TABLE,
            ClusterMemberTable.TABLE,
            ChainTable.TABLE,
            KeyFormatTable.TABLE,
            ValidatorTable.TABLE,
            ProvidersTable.TABLE,
            SoftsignTable.TABLE,
            TlsTable.TABLE,
            HttpTable.TABLE,
            AdminTable.TABLE,
            LogTable.TABLE,
            AuditTable.TABLE,
            DiskTable.TABLE);

    private ConfigurationDocument() {}

    /** The whole page, in Markdown. */
    public static String text() {
        StringBuilder page = new StringBuilder("""
                # Configuration

                <!-- Generated from the classes in io.raftkms.signer.config; a test compares. -->

                One TOML file, `raftkms.toml`; its directory is the member's home, and relative paths start there. `[[chain]]`,
                `[[validator]]` and `[providers]` are those of tmkms: an existing `tmkms.toml` works as it is. `raftkms start` takes the
                file of `-c`, else of the environment variable `RAFTKMS_CONFIG_FILE` or `TMKMS_CONFIG_FILE`, else `raftkms.toml` or
                `tmkms.toml` in the current directory.

                Unknown keys are errors. `raftkms config check FILE` shows all errors at once, each with line, column and what was
                probably meant. No key of this file holds a secret.

                The column "changes by" says how a running member takes a changed value over: by `raftkms reload -c FILE` (or SIGHUP), or
                by a restart only. A reload checks everything first, the files of keys and of TLS included; if anything is wrong, it changes
                nothing and says why. Links that did not change are left alone.

                The smallest useful file, for a cluster of one:

                ```toml
                [[chain]]
                id = "mychain-1"

                [[validator]]
                chain_id = "mychain-1"
                addr = "tcp://10.0.0.5:26658"

                [[providers.softsign]]
                chain_ids = ["mychain-1"]
                path = "secrets/consensus.key"
                ```
                """);
        TABLES.forEach(table -> append(page, table));
        return page.toString();
    }

    private static void append(StringBuilder page, Table table) {
        page.append("\n## `")
                .append(table.heading())
                .append("`\n\n")
                .append(table.meaning())
                .append("\n\n");
        page.append("| key | value | default | changes by | meaning |\n|---|---|---|---|---|\n");
        for (Key<?> key : table.keys()) {
            page.append("| `")
                    .append(key.name())
                    .append("` | ")
                    .append(key.type().description())
                    .append(" | ")
                    .append(byDefault(key))
                    .append(" | ")
                    .append(ReloadRules.text(table, key))
                    .append(" | ")
                    .append(key.meaning().replace("|", "\\|"))
                    .append(" |\n");
        }
    }

    private static String byDefault(Key<?> key) {
        return switch (key.presence()) {
            case REQUIRED -> "**required**";
            case UNUSED -> "accepted, unused";
            case UNSUPPORTED -> "an error";
            case OPTIONAL -> {
                String text = key.defaultText();
                yield key.byDefault().isPresent() && !text.startsWith("`") ? "`" + text + "`" : text;
            }
        };
    }
}
