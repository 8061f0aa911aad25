package online.speka.contract.wire;

import java.util.HashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// Where each key of a YAML text stands. A parser that has built a whole object only knows where
/// the object ended; people look for the line of the key.
final class YamlLines {

  private final Map<String, Integer> lineByKey;

  private YamlLines(Map<String, Integer> lineByKey) {
    this.lineByKey = lineByKey;
  }

  static YamlLines of(YAMLMapper mapper, String yaml) {
    Map<String, Integer> lines = new HashMap<>();
    try (JsonParser parser = mapper.createParser(yaml)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        String key = path(parser.streamReadContext());
        lines.putIfAbsent(key, parser.currentTokenLocation().getLineNr());
      }
    } catch (JacksonException e) {
      // Text that stops being YAML somewhere: the lines before that are still right.
      return new YamlLines(lines);
    }
    return new YamlLines(lines);
  }

  /// The line of the innermost part of a path like `models[0].engine.http` that the text has.
  int lineOf(String path) {
    for (String key = path; !key.isEmpty(); key = parent(key)) {
      Integer line = lineByKey.get(key);
      if (line != null) {
        return line;
      }
    }
    return 1;
  }

  private static String parent(String path) {
    return path.substring(0, Math.max(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['))));
  }

  private static String path(TokenStreamContext context) {
    TokenStreamContext parent = context.getParent();
    if (parent == null) {
      return "";
    }
    String outer = path(parent);
    if (context.inArray()) {
      return outer + "[" + context.getCurrentIndex() + "]";
    }
    String name = context.currentName();
    if (name == null) {
      return outer;
    }
    return outer.isEmpty() ? name : outer + "." + name;
  }
}
