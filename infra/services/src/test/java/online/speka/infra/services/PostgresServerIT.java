package online.speka.infra.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import online.speka.infra.services.process.Ports;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerIT {

  @TempDir Path parent;

  private Path directory;

  @BeforeEach
  void nameTheDirectory() {
    directory = parent.resolve("with a space");
  }

  @Test
  void whatWasCommittedSurvivesAKillAndAnOrderlyStop() throws SQLException {
    // Given
    try (PostgresServer postgres =
        PostgresServer.start(PostgresServer.Settings.at(Ports.free(), directory))) {
      run(postgres, "create table booked (id int primary key)");
      run(postgres, "insert into booked values (1)");

      // When
      postgres.kill();
      postgres.restart();
      run(postgres, "insert into booked values (2)");
      postgres.stop();
      postgres.restart();

      // Then
      assertThat(ask(postgres, "select string_agg(id::text, ',' order by id) from booked"))
          .isEqualTo("1,2");
    }
  }

  @Test
  void itComesBackWhileOrphansOfAKilledServerStillHoldItsMemory() throws SQLException {
    // Given
    try (PostgresServer postgres =
        PostgresServer.start(PostgresServer.Settings.at(Ports.free(), directory))) {
      List<ProcessHandle> backends =
          ProcessHandle.of(postgres.pid()).orElseThrow().descendants().toList();
      assertThat(backends).isNotEmpty();

      // When the first process alone is killed, as an operator would
      assertThat(ProcessHandle.of(postgres.pid()).orElseThrow().destroyForcibly()).isTrue();
      postgres.onExit().join();
      postgres.restart();

      // Then
      assertThat(ask(postgres, "select 1")).isEqualTo("1");
    }
  }

  @Test
  void nothingThatMakesACommitDurableIsOffAndSettingsOfTheCallerWin() throws SQLException {
    PostgresServer.Settings settings =
        PostgresServer.Settings.at(Ports.free(), directory).with("work_mem", "3MB");
    try (PostgresServer postgres = PostgresServer.start(settings)) {
      assertThat(ask(postgres, "show fsync")).isEqualTo("on");
      assertThat(ask(postgres, "show synchronous_commit")).isEqualTo("on");
      assertThat(ask(postgres, "show full_page_writes")).isEqualTo("on");
      assertThat(ask(postgres, "show shared_buffers")).isEqualTo("64MB");
      assertThat(ask(postgres, "show max_connections")).isEqualTo("60");
      assertThat(ask(postgres, "show server_version")).startsWith("18.");
      assertThat(ask(postgres, "show work_mem")).isEqualTo("3MB");
    }
  }

  @Test
  void aLockFileWithAPidThatSomebodyElseHasNowIsNoObstacle() throws Exception {
    // Given a killed server whose number was given to another process of the same user
    PostgresServer.Settings settings = PostgresServer.Settings.at(Ports.free(), directory);
    try (PostgresServer postgres = PostgresServer.start(settings)) {
      postgres.kill();
      Path lock = directory.resolve("data/postmaster.pid");
      String stale = Files.readString(lock);
      Files.writeString(lock, stale.replaceFirst("^\\d+", "" + ProcessHandle.current().pid()));

      // When
      postgres.restart();

      // Then
      assertThat(ask(postgres, "select 1")).isEqualTo("1");
    }
  }

  private static void run(PostgresServer postgres, String sql) throws SQLException {
    Wire.run(postgres.port(), sql);
  }

  private static String ask(PostgresServer postgres, String sql) throws SQLException {
    return Wire.ask(postgres.port(), sql);
  }
}
