package online.speka.infra.faults.proxy;

import java.time.Duration;

/// What a network is like.
public sealed interface Weather {

  /// In a few words.
  String words();

  /// Everything passes at once.
  record Clear() implements Weather {
    @Override
    public String words() {
      return "clear";
    }
  }

  /// Bytes arrive later, in both directions.
  record Late(Duration oneWay) implements Weather {
    @Override
    public String words() {
      return "latency of " + oneWay.toMillis() + " ms each way";
    }
  }

  /// So many bytes pass per second and connection, in each direction.
  record Narrow(int bytesPerSecond) implements Weather {
    @Override
    public String words() {
      return bytesPerSecond + " bytes/s";
    }
  }

  /// Connections are reset, and new ones too: somebody says no.
  record Cut() implements Weather {
    @Override
    public String words() {
      return "cut";
    }
  }

  /// Nothing passes and nobody says so: connections look open on both ends. What was sent meanwhile
  /// arrives when the weather clears, as it does when a cable is plugged in again.
  record Silent() implements Weather {
    @Override
    public String words() {
      return "half-open";
    }
  }
}
