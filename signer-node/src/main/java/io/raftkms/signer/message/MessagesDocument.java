package io.raftkms.signer.message;

/** The text of docs/messages.md, from the tables of message and exit codes. */
public final class MessagesDocument {
    private MessagesDocument() {}

    /** The whole page, in Markdown. */
    public static String text() {
        StringBuilder page = new StringBuilder("""
                # Messages and exit codes

                <!-- Generated from io.raftkms.signer.message.MessageCode; a test compares. -->

                Every failure that raftkms expects has a code that never changes. It is shown on standard error with what was found and what
                to do; standard output holds results only. A supervisor decides by the exit code: 20 to 29 must not be restarted without a
                person looking at it.

                ## Exit codes

                | exit code | meaning |
                |---|---|
                """);
        for (ExitCode exit : ExitCode.values()) {
            row(page, String.valueOf(exit.code()), exit.meaning());
        }
        page.append("\n## Messages\n\n| code | exit | title | what it means | what to do |\n|---|---|---|---|---|\n");
        for (MessageCode message : MessageCode.values()) {
            row(
                    page,
                    message.code(),
                    String.valueOf(message.exitCode().code()),
                    message.title(),
                    message.explanation(),
                    message.toDo());
        }
        return page.toString();
    }

    private static void row(StringBuilder page, String... cells) {
        for (String cell : cells) {
            page.append("| ").append(cell.replace("|", "\\|")).append(' ');
        }
        page.append("|\n");
    }
}
