package online.speka.infra.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/// Rows of JSON as aligned text: numbers to the right, all else to the left.
final class Table {

  private static final String GAP = "  ";
  private static final String NOTHING = "-";

  private Table() {}

  /// One line for each row.
  ///
  /// @param fields whose values are shown, in order
  static String of(Iterable<JsonNode> rows, List<String> fields) {
    List<List<String>> cells = new ArrayList<>();
    List<Boolean> numbers = new ArrayList<>();
    cells.add(fields.stream().map(Table::heading).toList());
    fields.forEach(_ -> numbers.add(true));
    for (JsonNode row : rows) {
      List<String> line = new ArrayList<>();
      for (int i = 0; i < fields.size(); i++) {
        JsonNode value = row.path(fields.get(i));
        line.add(text(value));
        numbers.set(i, numbers.get(i) && (value.isNumber() || value.isNull()));
      }
      cells.add(line);
    }
    return aligned(cells, numbers);
  }

  /// One line for each field.
  static String of(JsonNode object) {
    List<List<String>> cells = new ArrayList<>();
    object
        .properties()
        .forEach(
            field ->
                cells.add(
                    List.of(
                        heading(field.getKey()).toLowerCase(Locale.ROOT), text(field.getValue()))));
    return aligned(cells, List.of(false, false));
  }

  private static String aligned(List<List<String>> cells, List<Boolean> numbers) {
    int[] widths = new int[numbers.size()];
    for (List<String> line : cells) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> line : cells) {
      StringBuilder out = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String padding = " ".repeat(widths[i] - line.get(i).length());
        out.append(i == 0 ? "" : GAP)
            .append(numbers.get(i) ? padding + line.get(i) : line.get(i) + padding);
      }
      text.append(out.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private static String heading(String field) {
    return field.replace('_', ' ').toUpperCase(Locale.ROOT);
  }

  /// On one line, and nothing in it that moves the cursor of a terminal.
  private static String text(JsonNode value) {
    if (value.isNull() || value.isMissingNode()) {
      return NOTHING;
    }
    if (value.isArray()) {
      List<String> items = new ArrayList<>();
      value.forEach(item -> items.add(text(item)));
      return items.isEmpty() ? NOTHING : String.join(",", items);
    }
    String text = value.isContainer() ? value.toString() : value.asString();
    return text.replaceAll("\\p{Cntrl}", "?");
  }
}
