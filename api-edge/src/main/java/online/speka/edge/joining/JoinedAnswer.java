package online.speka.edge.joining;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/// The answers of all slices as one document: the first one's, with everybody's vectors and the sum
/// of what everybody used.
///
/// @param length in bytes
/// @param pieces of the document, in order
public record JoinedAnswer(long length, List<byte[]> pieces) {

  public JoinedAnswer {
    pieces = List.copyOf(pieces);
  }

  /// @param answers one for each slice, in any order
  /// @throws ArithmeticException if the usage does not fit
  public static JoinedAnswer of(Collection<PartAnswer> answers) {
    List<PartAnswer> ordered =
        answers.stream()
            .sorted(Comparator.comparingInt(answer -> answer.slice().firstInput()))
            .toList();
    PartAnswer.Frame frame = Objects.requireNonNull(ordered.getFirst().frame());
    List<Gap> gaps =
        new ArrayList<>(
            List.of(
                new Gap(
                    frame.inside(), ordered.stream().flatMap(a -> a.elements().stream()).toList()),
                new Gap(
                    frame.promptTokens(),
                    sum(ordered.stream().map(PartAnswer::promptTokens).toList())),
                new Gap(
                    frame.totalTokens(),
                    sum(ordered.stream().map(PartAnswer::totalTokens).toList()))));
    gaps.sort(Comparator.comparingInt(gap -> gap.place().from()));
    List<byte[]> pieces = new ArrayList<>();
    int at = 0;
    for (Gap gap : gaps) {
      copy(frame.document(), at, gap.place().from(), pieces);
      pieces.addAll(gap.filling());
      at = gap.place().to();
    }
    copy(frame.document(), at, frame.document().length, pieces);
    return new JoinedAnswer(pieces.stream().mapToLong(piece -> piece.length).sum(), pieces);
  }

  /// A place in the first document, and what stands there in the joined one.
  private record Gap(Span place, List<byte[]> filling) {}

  private static List<byte[]> sum(List<Long> numbers) {
    Pieces digits = new Pieces();
    digits.add(numbers.stream().reduce(0L, Math::addExact));
    return digits.toList();
  }

  private static void copy(byte[] document, int from, int to, List<byte[]> pieces) {
    Pieces copied = new Pieces();
    copied.add(document, from, to);
    pieces.addAll(copied.toList());
  }
}
