package online.speka.worker.engine.simulator.words;

import java.util.Iterator;
import java.util.List;

/// Tokens that are still to be said.
public interface TokenSource {

  boolean hasNext();

  Token next();

  static TokenSource of(List<Token> tokens) {
    Iterator<Token> iterator = tokens.iterator();
    return new TokenSource() {
      @Override
      public boolean hasNext() {
        return iterator.hasNext();
      }

      @Override
      public Token next() {
        return iterator.next();
      }
    };
  }

  /// Prose that goes on for as long as it is asked for more.
  static TokenSource endless(long seed) {
    Prose prose = new Prose(seed);
    return new TokenSource() {
      @Override
      public boolean hasNext() {
        return true;
      }

      @Override
      public Token next() {
        return prose.next();
      }
    };
  }

  /// Prose that ends with a period, at the first chance after so many tokens.
  static TokenSource ending(long seed, int tokens) {
    Prose prose = new Prose(seed);
    return new TokenSource() {
      private int said;
      private boolean closed;

      @Override
      public boolean hasNext() {
        return !closed;
      }

      @Override
      public Token next() {
        said++;
        if (said >= tokens && prose.mayEnd() && !prose.hasEnded()) {
          closed = true;
          return Vocabulary.PERIOD;
        }
        Token token = prose.next();
        closed = said >= tokens && prose.hasEnded();
        return token;
      }
    };
  }
}
