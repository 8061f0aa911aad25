package online.speka.infra.services.process;

/**
 * A service cannot do what was asked. The message is for the person at the terminal: what is wrong,
 * and what to do.
 */
public final class ServiceException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public ServiceException(String message) {
    super(message);
  }

  public ServiceException(String message, Throwable cause) {
    super(message, cause);
  }
}
