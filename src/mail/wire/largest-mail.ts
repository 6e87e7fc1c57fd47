/**
 * The largest mail that is read, in bytes as sent on the wire: 30 MB of scans grow by a third when they are encoded. The
 * receivers may be set to take less, never more: what was answered with 250 can be read.
 */
export const LARGEST_MAIL = 42 * 1024 * 1024;
