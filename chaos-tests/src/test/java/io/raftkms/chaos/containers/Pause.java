package io.raftkms.chaos.containers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.InternalServerErrorException;

/**
 * {@code docker pause} of one container: its kernel schedules none of its processes. While a process in there is just being
 * made (a health check, a command), control groups of version 1 may not come to rest; runc then thaws what it had frozen, and
 * says "unable to freeze". That alone is asked for again: nothing happened to the member.
 */
final class Pause {
    private static final String NOT_AT_REST = "unable to freeze";
    private static final int ATTEMPTS = 5;

    private final DockerClient docker;
    private final String container;

    Pause(DockerClient docker, String container) {
        this.docker = docker;
        this.container = container;
    }

    /** Stops all of it. Throws what the engine says, with nothing paused, if it cannot. */
    void begin() {
        for (int attempt = 1; ; attempt++) {
            try {
                docker.pauseContainerCmd(container).exec();
                return;
            } catch (InternalServerErrorException refused) {
                end();
                if (attempt == ATTEMPTS || !String.valueOf(refused.getMessage()).contains(NOT_AT_REST)) {
                    throw refused;
                }
            }
        }
    }

    /** Lets it go on, if it is paused. */
    void end() {
        if (Boolean.TRUE.equals(
                docker.inspectContainerCmd(container).exec().getState().getPaused())) {
            docker.unpauseContainerCmd(container).exec();
        }
    }
}
