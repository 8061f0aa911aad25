package online.speka.worker.engine.simulator.words;

import java.util.List;

/// Sentences without end and without sense, one token at a time. What has been said never depends
/// on how much more is asked for.
final class Prose {

  private static final int SENTENCE_WORDS_MIN = 5;
  private static final int SENTENCE_WORDS_MAX = 14;
  private static final int COMMA_ONE_IN = 14;
  private static final int FOREIGN_ONE_IN = 25;
  private static final int PARAGRAPH_ONE_IN = 6;

  private final Dice dice;
  private List<Token> word = List.of();
  private int said;
  private int wordsLeft;
  private boolean begins = true;
  private boolean afterComma;

  Prose(long seed) {
    this.dice = new Dice(seed);
    this.wordsLeft = dice.between(SENTENCE_WORDS_MIN, SENTENCE_WORDS_MAX);
  }

  /// Whether a sentence has just ended.
  boolean hasEnded() {
    return said == word.size() && wordsLeft < 0;
  }

  /// Whether a period could follow now.
  boolean mayEnd() {
    return said == word.size() && !begins && !afterComma;
  }

  Token next() {
    if (said == word.size()) {
      word = nextWord();
      said = 0;
    }
    return word.get(said++);
  }

  private List<Token> nextWord() {
    if (begins) {
      begins = false;
      wordsLeft--;
      return Vocabulary.first(dice);
    }
    if (wordsLeft == 0) {
      wordsLeft = -1;
      afterComma = false;
      return List.of(Vocabulary.PERIOD);
    }
    if (wordsLeft < 0) {
      return nextSentence();
    }
    if (!afterComma && dice.oneIn(COMMA_ONE_IN)) {
      afterComma = true;
      return List.of(Vocabulary.COMMA);
    }
    afterComma = false;
    wordsLeft--;
    return dice.oneIn(FOREIGN_ONE_IN) ? Vocabulary.foreign(dice) : Vocabulary.plain(dice);
  }

  private List<Token> nextSentence() {
    wordsLeft = dice.between(SENTENCE_WORDS_MIN, SENTENCE_WORDS_MAX);
    if (dice.oneIn(PARAGRAPH_ONE_IN)) {
      begins = true;
      return List.of(Vocabulary.PARAGRAPH);
    }
    wordsLeft--;
    return Vocabulary.capital(dice);
  }
}
