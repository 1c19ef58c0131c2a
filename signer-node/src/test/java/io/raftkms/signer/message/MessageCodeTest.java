package io.raftkms.signer.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.consensus.raft.Fault;
import io.raftkms.signer.config.ConfigurationFault;
import io.raftkms.signer.key.KeyFault;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MessageCodeTest {
    @Test
    void codesAndExitCodesAreUnique() {
        assertThat(Arrays.stream(MessageCode.values()).map(MessageCode::code)).doesNotHaveDuplicates();
        assertThat(Arrays.stream(ExitCode.values()).map(ExitCode::code)).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource
    void saysWhatHappenedAndWhatToDo(MessageCode message) {
        assertThat(message.code()).matches("RK-[0-9]{4}");
        assertThat(message.title()).isNotBlank().doesNotEndWith(".");
        assertThat(message.explanation()).endsWith(".");
        assertThat(message.toDo()).endsWith(".");
    }

    @ParameterizedTest
    @EnumSource
    void thousandsOfACodeFollowItsExitCode(MessageCode message) {
        int exit = message.exitCode().code();
        char expected = exit < 10 ? '0' : exit < 20 ? '1' : exit < 30 ? '2' : '3';

        assertThat(message.code().charAt(3)).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource
    void faultEndsWithTheExitCodeOfItsSeverity(Fault fault) {
        int exit = MessageCode.of(fault).exitCode().code();

        switch (fault.severity()) {
            case CONFIGURATION -> assertThat(exit).isBetween(10, 19);
            case SAFETY -> assertThat(exit).isBetween(20, 29);
            case RESTARTABLE -> assertThat(exit).isBetween(30, 39);
        }
    }

    @ParameterizedTest
    @EnumSource
    void configurationFaultsAreConfigurationErrors(ConfigurationFault fault) {
        assertThat(MessageCode.of(fault).exitCode().code()).isBetween(10, 19);
    }

    @ParameterizedTest
    @EnumSource
    void keyFaultsAreConfigurationErrors(KeyFault fault) {
        assertThat(MessageCode.of(fault).exitCode().code()).isBetween(10, 19);
    }
}
