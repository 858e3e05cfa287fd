/**
 * PostgreSQL's frontend/backend protocol, version 3.0 (PostgreSQL 15 manual, chapter
 * "Frontend/Backend Protocol").
 *
 * <p>Numbers are big-endian; {@code Int32} and the like have so many bits; a {@code String} is
 * UTF-8 up to a zero byte; {@code Byte[n]} stands behind its length.
 *
 * <pre>
 * before the start, client: Int32 length (itself included), Int32 code, the rest
 *   80877103 SSLRequest              answered S (TLS begins) or N
 *   80877104 GSSENCRequest           answered N
 *   80877102 CancelRequest           Int32 process, Int32 key; no answer
 *   3 &lt;&lt; 16    StartupMessage          (String name, String value)*, 0
 *
 * afterwards, both: Byte type, Int32 length (itself included, the type not), the rest
 *   client                           server
 *   p  SASL responses                R  Int32 0 ok, 10 SASL, 11 continue, 12 final
 *                                    v  NegotiateProtocolVersion
 *                                    S  ParameterStatus: String name, String value
 *                                    K  BackendKeyData: Int32 process, Int32 key
 *                                    Z  ReadyForQuery: I idle, T in a transaction, E failed
 *   Q  Query: String                 T  RowDescription: Int16 columns, each String name,
 *                                       Int32 table, Int16 column, Int32 type, Int16 size,
 *                                       Int32 modifier, Int16 format
 *                                    D  DataRow: Int16 columns, each Int32 length (-1 is NULL), bytes
 *                                    C  CommandComplete: String tag
 *                                    I  EmptyQueryResponse
 *   P  Parse: String name,           1  ParseComplete
 *      String text, Int16 n, Int32[n]
 *   B  Bind: String portal,          2  BindComplete
 *      String statement, formats,
 *      parameters, formats
 *   D  Describe: S or P, String      t  ParameterDescription, then T or n NoData
 *   E  Execute: String, Int32 rows   D*, then C, I, or s PortalSuspended
 *   C  Close: S or P, String         3  CloseComplete
 *   H  Flush, S  Sync                Z  after Sync
 *   d  CopyData, c  CopyDone,        G  CopyInResponse, H  CopyOutResponse, d, c
 *   f  CopyFail: String
 *   F  FunctionCall                  E  (not supported)
 *   X  Terminate
 *                                    E  ErrorResponse, N  NoticeResponse:
 *                                       (Byte field, String)*, 0
 * </pre>
 */
@NullMarked
package io.orbit.protocol.postgres;

import org.jspecify.annotations.NullMarked;
