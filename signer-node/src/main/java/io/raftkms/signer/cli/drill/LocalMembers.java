package io.raftkms.signer.cli.drill;

import io.raftkms.signer.admin.AdminClient;
import io.raftkms.signer.admin.AnswersReport;
import io.raftkms.signer.admin.ClusterReport;
import io.raftkms.signer.admin.LedgerReport;
import io.raftkms.signer.config.Configuration;
import io.raftkms.signer.config.ConfigurationFile;
import io.raftkms.signer.config.ConfigurationReading;
import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.MessageCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The members whose admin sockets are on this host: that of the given configuration, and those whose homes are beside it, as
 * {@code cluster init} puts them. Reports come from whichever of them answers.
 */
final class LocalMembers implements AutoCloseable {
    private final Map<String, Configuration> configurations = new LinkedHashMap<>();
    private final Map<String, AdminClient> clients = new LinkedHashMap<>();

    /**
     * @throws CommandException if the given member does not run
     */
    LocalMembers(Configuration given) {
        AdminClient client = new AdminClient(given.admin().socket());
        try {
            ClusterReport report = client.get("/api/status", ClusterReport.class);
            configurations.put(report.self(), given);
            clients.put(report.self(), client);
            for (ClusterReport.Member member : report.members()) {
                if (!member.name().equals(report.self())) {
                    beside(given, member.name()).ifPresent(other -> {
                        configurations.put(member.name(), other);
                        clients.put(member.name(), new AdminClient(other.admin().socket()));
                    });
                }
            }
        } catch (RuntimeException failed) {
            client.close();
            throw failed;
        }
    }

    private static Optional<Configuration> beside(Configuration given, String name) {
        Path homes = given.home().getParent();
        if (homes == null) {
            return Optional.empty();
        }
        Path file = homes.resolve(name).resolve(given.file().getFileName());
        return Files.isReadable(file) && ConfigurationFile.read(file) instanceof ConfigurationReading.Valid valid
                ? Optional.of(valid.configuration())
                : Optional.empty();
    }

    Set<String> names() {
        return clients.keySet();
    }

    /** The admin socket of a member on this host. */
    Optional<AdminClient> client(String name) {
        return Optional.ofNullable(clients.get(name));
    }

    /** Its configuration file, if it is on this host. */
    Optional<Path> file(String name) {
        return Optional.ofNullable(configurations.get(name)).map(Configuration::file);
    }

    /** By any of them that answers and knows a leader, else by any that answers. */
    Optional<ClusterReport> status() {
        Optional<ClusterReport> leaderless = Optional.empty();
        for (String name : clients.keySet()) {
            Optional<ClusterReport> report = status(name);
            if (report.isPresent() && report.get().leader() != null) {
                return report;
            }
            leaderless = report.isPresent() ? report : leaderless;
        }
        return leaderless;
    }

    /** By one of them. */
    Optional<ClusterReport> status(String name) {
        return ask(clients.get(name), client -> client.get("/api/status", ClusterReport.class));
    }

    /** By the first of them that answers: each knows the last answers of every member that it reaches. */
    Optional<AnswersReport> answers() {
        for (AdminClient client : clients.values()) {
            Optional<AnswersReport> report = ask(client, one -> one.get("/v1/answers", AnswersReport.class));
            if (report.isPresent()) {
                return report;
            }
        }
        return Optional.empty();
    }

    /** The ledger, by the first of them that answers. */
    Optional<LedgerReport> ledger() {
        for (AdminClient client : clients.values()) {
            Optional<LedgerReport> report = ask(client, one -> one.get("/v1/state", LedgerReport.class));
            if (report.isPresent()) {
                return report;
            }
        }
        return Optional.empty();
    }

    private static <T> Optional<T> ask(AdminClient client, Function<AdminClient, T> question) {
        try {
            return Optional.of(question.apply(client));
        } catch (CommandException gone) {
            MessageCode code = gone.failures().get(0).code();
            if (code == MessageCode.MEMBER_NOT_RUNNING || code == MessageCode.OUTCOME_UNKNOWN) {
                return Optional.empty();
            }
            throw gone;
        }
    }

    @Override
    public void close() {
        clients.values().forEach(AdminClient::close);
    }
}
