/** The log over Kafka. Not part of the main entry, so that nothing loads a Kafka client in the embedded mode. */
export { KafkaCluster } from './kafka/cluster.js';
export { type KafkaReaderOptions, KafkaLogReader } from './kafka/log-reader.js';
export { PublishError } from './kafka/publisher.js';
export { KafkaRelay, type RelayOptions } from './kafka/relay.js';
export { type TopicPlan, PARTITIONS, ensureTopics } from './kafka/topics.js';
export { type TopicState, TopicWatch } from './kafka/topic-watch.js';
