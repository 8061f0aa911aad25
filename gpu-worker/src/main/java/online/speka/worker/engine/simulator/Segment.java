package online.speka.worker.engine.simulator;

import java.util.List;
import online.speka.worker.engine.simulator.words.Token;
import online.speka.worker.engine.simulator.words.TokenSource;

/// A stretch of one choice.
sealed interface Segment {

  /// Reasoning.
  record Think(TokenSource tokens) implements Segment {}

  /// Content.
  record Say(TokenSource tokens) implements Segment {}

  /// A call of a function. Its name is one token.
  record Call(int index, String function, List<Token> arguments) implements Segment {}
}
