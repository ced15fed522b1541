/** kafkajs is CommonJS: Node finds only some of its names in an import, so they are taken from the whole here. */
import kafkajs from 'kafkajs';

export const { AssignerProtocol, ConfigResourceTypes, Kafka, Partitioners, logLevel } = kafkajs;
