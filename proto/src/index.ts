export * from './gen/tributary/connectors/v1/connector_status_pb.js';
export * from './gen/tributary/inbound/v1/contact_pb.js';
export * from './gen/tributary/leads/v1/lead_event_pb.js';
export * from './gen/tributary/outbound/v1/outbound_pb.js';
