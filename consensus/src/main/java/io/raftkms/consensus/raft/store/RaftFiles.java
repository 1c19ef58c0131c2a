package io.raftkms.consensus.raft.store;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Ratis keeps of one group, found by its file names (those of Ratis 3.3).
 *
 * @param current {@code raft/GROUP-UUID/current}: log segments and the vote files; snapshots are in {@code sm} beside it
 */
record RaftFiles(Path current) {
    private static final Pattern CLOSED = Pattern.compile("log_(\\d{1,18})-(\\d{1,18})");
    /** With the suffix that Ratis allows too. */
    private static final Pattern OPEN = Pattern.compile("log_inprogress_(\\d{1,18})(?:\\..*)?");

    private static final Pattern SNAPSHOT = Pattern.compile("snapshot\\.(\\d{1,18})_(\\d{1,18})");

    /**
     * One file of the log.
     *
     * @param end its last index, by its name; empty while it is written to
     */
    record Segment(Path file, long start, OptionalLong end) {
        boolean open() {
            return end.isEmpty();
        }
    }

    /** One snapshot, with the position of its last entry by its name. */
    record Snapshot(Path file, LogPosition last) {
        Path md5() {
            return file.resolveSibling(file.getFileName() + ".md5");
        }
    }

    Path voteFile() {
        return current.resolve("raft-meta");
    }

    /** The second name of the vote file that was forced last ({@link VoteNames}). */
    Path forcedVoteFile() {
        return current.resolve("raft-meta.forced");
    }

    /** The newest group configuration, which Ratis keeps beside the log. */
    Path configurationFile() {
        return current.resolve("raft-meta.conf");
    }

    Path groupDirectory() {
        return current.getParent();
    }

    Path snapshotDirectory() {
        return current.resolveSibling("sm");
    }

    /** True if there is anything whose loss would be a loss of state. */
    boolean holdState() throws IOException {
        return Files.exists(voteFile())
                || Files.exists(forcedVoteFile())
                || !segments().isEmpty()
                || newestSnapshot().isPresent();
    }

    /** In the order of the log. Empty files are left out: Ratis deletes them. */
    List<Segment> segments() throws IOException {
        List<Segment> segments = new ArrayList<>();
        for (Path file : list(current)) {
            String name = file.getFileName().toString();
            Matcher closed = CLOSED.matcher(name);
            Matcher open = OPEN.matcher(name);
            if (closed.matches()) {
                segments.add(new Segment(file, number(closed, 1), OptionalLong.of(number(closed, 2))));
            } else if (open.matches() && Files.size(file) > 0) {
                segments.add(new Segment(file, number(open, 1), OptionalLong.empty()));
            }
        }
        segments.sort(Comparator.comparingLong(Segment::start).thenComparing(Segment::file));
        return segments;
    }

    /** The one that Ratis loads: the newest with a checksum file, or without any the newest. */
    Optional<Snapshot> newestSnapshot() throws IOException {
        List<Snapshot> snapshots = new ArrayList<>();
        for (Path file : list(snapshotDirectory())) {
            Matcher name = SNAPSHOT.matcher(file.getFileName().toString());
            if (name.matches()) {
                snapshots.add(new Snapshot(file, new LogPosition(number(name, 1), number(name, 2))));
            }
        }
        Comparator<Snapshot> checked = Comparator.comparing(snapshot -> Files.exists(snapshot.md5()));
        return snapshots.stream()
                .max(checked.thenComparingLong(snapshot -> snapshot.last().index()));
    }

    private static long number(Matcher matcher, int group) {
        return Long.parseLong(matcher.group(group));
    }

    private static List<Path> list(Path directory) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            entries.forEach(files::add);
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        }
        return files;
    }
}
