package online.speka.infra.local;

/// One running copy of a part.
///
/// @param index counts the copies of its role from 1
record Instance(Role role, int index, int port) {

  String name() {
    return role.word() + "-" + index;
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }
}
