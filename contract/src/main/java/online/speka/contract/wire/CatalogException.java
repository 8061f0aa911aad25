package online.speka.contract.wire;

import org.jspecify.annotations.Nullable;

/// A catalog cannot be used. The message names file, line and key, and is meant for whoever wrote
/// the file.
public final class CatalogException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  CatalogException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
