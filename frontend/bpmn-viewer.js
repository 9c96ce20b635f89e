// What process pages need of bpmn-js, as one global: classic scripts may be deferred and need no import addresses,
// which the hashed names of static files would break.
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';

globalThis.BpmnViewer = NavigatedViewer;
