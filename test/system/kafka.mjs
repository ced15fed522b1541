import { ensureArtifacts } from '../../deploy/kafka/artifacts.mjs';
import { MissingToolError } from '../../deploy/kafka/errors.mjs';
import { findJava } from '../../deploy/kafka/java.mjs';
import { installPackages } from './packages.mjs';

/** What specs over Kafka need: Java, and Kafka's jars. @returns {Record<string, string> | undefined} their environment, or undefined: it could not be had */
export function withKafka() {
  return hasKafka() || (installPackages(['openjdk-17-jre-headless', 'maven']) && hasKafka()) ? {} : undefined;
}

function hasKafka() {
  try {
    findJava();
    ensureArtifacts();
    return true;
  } catch (error) {
    if (error instanceof MissingToolError) return false;
    throw error;
  }
}
