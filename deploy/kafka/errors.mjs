/** Something that must be installed first is not there. The command line ends with 3. */
export class MissingToolError extends Error {
  name = 'MissingToolError';
}

/** What was asked does not fit what is there: another number of brokers, a busy port. The command line ends with 2. */
export class ClusterError extends Error {
  name = 'ClusterError';
}

/** A broker ended or did not answer in time. The command line ends with 1. */
export class BrokerError extends Error {
  name = 'BrokerError';
}
