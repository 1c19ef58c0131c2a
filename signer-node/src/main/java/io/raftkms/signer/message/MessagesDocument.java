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
                to do; standard output holds results only. There is no stack trace unless `-v` asks for one.

                ## Exit codes

                The exit code is by class, for supervisors and scripts; the message code says which case it is.

                | class | meaning | a supervisor |
                |---|---|---|
                | 0 | done, or stopped in order | leaves it |
                | 1 | an unexpected error | restarts it |
                | 2 | a wrong command line | leaves it |
                | 3 | the JVM ran out of memory | restarts it |
                | 10-19 | configuration, files, keys, certificates or environment have to be mended first | may retry, in vain |
                | 20-29 | refused for safety, or the disk failed | **must not restart it**: a person looks first |
                | 30-39 | the member ended itself, or there is no majority now | restarts it, or tries again |

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
