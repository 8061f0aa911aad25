package online.speka.infra.bench.money;

import online.speka.contract.usage.Usage;
import org.jspecify.annotations.Nullable;

/// What a client was told.
sealed interface Answer {

  /// Status 200, whatever followed.
  ///
  /// @param job its id, 32 hexadecimal digits; empty if the answer broke off before it said so
  /// @param reported what the answer says it used
  /// @param pieces of content that were read
  record Accepted(String job, @Nullable Usage reported, int pieces, End end) implements Answer {}

  /// Status 402.
  ///
  /// @param source what the body names as short
  record Refused(String source) implements Answer {}

  /// Told to come again: status 429 or 503.
  ///
  /// @param afterSeconds when; below 0 if it does not say
  /// @param why the error's message
  record PutOff(int status, long afterSeconds, String why) implements Answer {}

  /// The connection broke before there was a status, or did not come about: nobody knows what
  /// became of the request.
  record Unheard(String what) implements Answer {}

  /// Anything else.
  ///
  /// @param job that the head names; empty if there was none
  record Failed(String job, String what) implements Answer {}

  /// How an accepted answer ended.
  enum End {
    WHOLE,
    /// The client went away.
    LEFT,
    BROKEN
  }
}
