package online.speka.infra.bench.measure;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import java.util.OptionalLong;
import javax.management.JMException;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/// How many bytes a JVM has allocated since it began: the account that it keeps of its threads, of
/// those too that have ended. Exact, whenever it collects; what is asked for here adds less than a
/// megabyte.
public final class AllocationMeter implements AutoCloseable {

  private static final String TOTAL = "TotalThreadAllocatedBytes";

  private final JMXConnector connector;
  private final ObjectName threads;

  private AllocationMeter(JMXConnector connector, ObjectName threads) {
    this.connector = connector;
    this.threads = threads;
  }

  /// Empty if it is no JVM, or not one of ours.
  // The address is local, and from a process that was started for this run.
  @SuppressWarnings("BanJNDI")
  public static Optional<AllocationMeter> attach(long pid) {
    try {
      VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
      String address;
      try {
        address = machine.startLocalManagementAgent();
      } finally {
        machine.detach();
      }
      ObjectName threads = ObjectName.getInstance(ManagementFactory.THREAD_MXBEAN_NAME);
      return Optional.of(
          new AllocationMeter(JMXConnectorFactory.connect(new JMXServiceURL(address)), threads));
    } catch (AttachNotSupportedException | IOException | JMException _) {
      return Optional.empty();
    }
  }

  /// Empty if it does not say, or is gone.
  public OptionalLong bytes() {
    try {
      Object total = connector.getMBeanServerConnection().getAttribute(threads, TOTAL);
      return total instanceof Long bytes && bytes >= 0
          ? OptionalLong.of(bytes)
          : OptionalLong.empty();
    } catch (IOException | JMException _) {
      return OptionalLong.empty();
    }
  }

  @Override
  public void close() throws IOException {
    connector.close();
  }
}
