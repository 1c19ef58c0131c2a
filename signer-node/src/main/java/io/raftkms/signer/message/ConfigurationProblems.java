package io.raftkms.signer.message;

import io.raftkms.signer.config.Problem;
import java.nio.file.Path;
import java.util.List;

/** What is wrong with a configuration file, as failures. */
public final class ConfigurationProblems {
    private ConfigurationProblems() {}

    /** One failure for each problem, with the place first: {@code FILE:LINE:COLUMN: text}. */
    public static List<Failure> failures(Path file, List<Problem> problems) {
        return problems.stream()
                .map(problem -> Failure.of(MessageCode.of(problem.fault()), place(file, problem) + problem.text()))
                .toList();
    }

    /** What is wrong with the file as a whole names it already. */
    private static String place(Path file, Problem problem) {
        return switch (problem.fault()) {
            case FILE_MISSING, FILE_UNREADABLE -> "";
            default -> file + ":" + problem.spot() + ": ";
        };
    }
}
