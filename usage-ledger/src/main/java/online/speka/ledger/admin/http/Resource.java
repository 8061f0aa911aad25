package online.speka.ledger.admin.http;

import java.util.List;

/// What can be asked about one kind of thing.
public interface Resource {

  List<Operation> operations();
}
