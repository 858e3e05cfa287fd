package io.orbit.query.session;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.storage.Transaction;
import java.util.ArrayList;
import java.util.List;

/** The named savepoints of a session's transaction, innermost last. */
final class SavepointNames {
  private record Named(String name, long savepoint) {}

  private final List<Named> stack = new ArrayList<>();

  void define(String name, Transaction transaction) {
    stack.add(new Named(name, transaction.savepoint()));
  }

  boolean isEmpty() {
    return stack.isEmpty();
  }

  void release(String name, Transaction transaction) {
    int index = find(name);
    transaction.release(stack.get(index).savepoint());
    stack.subList(index, stack.size()).clear();
  }

  /** Goes back to the savepoint, which stays. */
  void rollbackTo(String name, Transaction transaction) {
    int index = find(name);
    transaction.rollbackTo(stack.get(index).savepoint());
    stack.subList(index + 1, stack.size()).clear();
  }

  private int find(String name) {
    for (int i = stack.size() - 1; i >= 0; i--) {
      if (stack.get(i).name().equals(name)) {
        return i;
      }
    }
    throw new OrbitException(
        ErrorCode.INVALID_SAVEPOINT, "savepoint \"" + name + "\" does not exist");
  }

  void clear() {
    stack.clear();
  }
}
