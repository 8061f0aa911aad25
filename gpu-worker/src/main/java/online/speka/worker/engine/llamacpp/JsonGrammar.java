package online.speka.worker.engine.llamacpp;

import online.speka.worker.rendering.request.InvalidRequestException;
import online.speka.worker.rendering.request.ResponseFormat;
import org.jspecify.annotations.Nullable;

/// The grammar that holds an answer to the format its client asked for, in llama.cpp's notation
/// (GBNF).
///
/// Written here and not by the converter in llama.cpp's library: that one ends the process when it
/// does not like a schema, and schemas come from clients.
final class JsonGrammar {

  /// JSON values. White space is bounded: small models like to go on with it for ever.
  static final String VALUES =
      """
      ws ::= | " " | "\\n" [ \\t]{0,20}
      value ::= object | array | string | number | boolean | null
      object ::= "{" ws ( string ":" ws value ( "," ws string ":" ws value )* )? "}" ws
      array ::= "[" ws ( value ( "," ws value )* )? "]" ws
      string ::= "\\"" char* "\\"" ws
      char ::= [^"\\\\\\x7F\\x00-\\x1F] | "\\\\" ( ["\\\\/bfnrt] | "u" [0-9a-fA-F]{4} )
      digits ::= [0-9] | [1-9] [0-9]{1,15}
      integer ::= "-"? digits ws
      number ::= "-"? digits ( "." [0-9]{1,16} )? ( [eE] [-+]? [0-9]{1,3} )? ws
      boolean ::= ( "true" | "false" ) ws
      null ::= "null" ws
      """;

  private JsonGrammar() {}

  /// @param rules of the grammar that the expression becomes a part of
  /// @return what an answer of this format matches; null if the format asks for nothing
  static @Nullable String expression(GrammarRules rules, ResponseFormat format) {
    return switch (format) {
      case ResponseFormat.Text() -> null;
      case ResponseFormat.JsonObject() -> "object";
      case ResponseFormat.JsonSchema(_, var schema, boolean strict) ->
          SchemaGrammar.expression(rules, schema, strict);
    };
  }

  /// @return null if the format asks for nothing
  /// @throws InvalidRequestException if a schema asks for what no grammar can hold an answer to
  static @Nullable String of(ResponseFormat format) {
    return switch (format) {
      case ResponseFormat.Text() -> null;
      case ResponseFormat.JsonObject() -> "root ::= object\n" + VALUES;
      case ResponseFormat.JsonSchema(_, var schema, boolean strict) ->
          SchemaGrammar.of(schema, strict) + VALUES;
    };
  }
}
