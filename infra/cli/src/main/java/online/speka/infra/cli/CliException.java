package online.speka.infra.cli;

/// Something that did not work, and what to do about it.
final class CliException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /// @param message for the operator: what is wrong, and what to do next
  CliException(String message) {
    super(message);
  }
}
