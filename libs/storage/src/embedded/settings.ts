/** Login and database of the embedded server. */
export const SUPERUSER = 'tributary';
export const DATABASE = 'tributary';

/**
 * Settings given on the command line, where no file overrides them.
 * First what the promises need, then what keeps an idle server small on a machine that it shares with the hub.
 */
export const SERVER_SETTINGS: Readonly<Record<string, string>> = {
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',

  listen_addresses: '127.0.0.1',
  // Paths of sockets have a limit of 107 bytes, which a data folder may exceed.
  unix_socket_directories: '',
  max_connections: '100',
  password_encryption: 'scram-sha-256',
  timezone: 'UTC',
  log_timezone: 'UTC',

  shared_buffers: '128MB',
  huge_pages: 'off',
  work_mem: '8MB',
  maintenance_work_mem: '128MB',
  max_wal_size: '2GB',
  checkpoint_timeout: '15min',
  jit: 'off',
  // Workers of one query would take the cores from the hub, and their memory is scarce in containers.
  max_parallel_workers_per_gather: '0',
  max_parallel_maintenance_workers: '0',
  random_page_cost: '1.1',
  // Nobody replicates from an embedded server; backup copies in a snapshot.
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_replication_slots: '0',
  max_logical_replication_workers: '0',
  io_method: 'sync',

  // Errors of statements reach the client; in the log they would repeat customers' data.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_checkpoints: 'off',
  logging_collector: 'off',
};
