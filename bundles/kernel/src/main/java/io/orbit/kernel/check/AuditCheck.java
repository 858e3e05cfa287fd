package io.orbit.kernel.check;

import io.orbit.api.ops.AuditLog.Verdict;
import io.orbit.kernel.audit.AuditChain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Verifies the chain of the audit log's entries, where there is one. */
final class AuditCheck {
  private final Path folder;
  private final Findings findings;

  AuditCheck(Path folder, Findings findings) {
    this.folder = folder;
    this.findings = findings;
  }

  void run() throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    Verdict verdict = AuditChain.verify(folder);
    for (String problem : verdict.problems()) {
      findings.beyondRepair(
          "audit log: " + problem,
          "What was written cannot be had back; keep the folder " + folder + " as evidence.");
    }
    if (verdict.sound() && verdict.last() > 0) {
      findings.note(
          "The audit log: entries "
              + verdict.first()
              + " to "
              + verdict.last()
              + ", the newest "
              + verdict.head());
    }
  }
}
