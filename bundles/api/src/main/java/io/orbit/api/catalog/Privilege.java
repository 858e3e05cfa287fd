package io.orbit.api.catalog;

/** What may be granted. */
public enum Privilege {
  SELECT,
  INSERT,
  UPDATE,
  DELETE,
  TRUNCATE,
  REFERENCES,
  TRIGGER,
  USAGE,
  CREATE,
  CONNECT,
  TEMPORARY,
  EXECUTE
}
