import { link, list, object, runId, status, text } from './parts';

export const Accepted = object(['runId', 'status', 'link'], {
  runId,
  status,
  link: link('Where to see the run.'),
});

export const AcceptedEvents = object(['accepted'], {
  accepted: list(
    object(['id', 'source', 'runId', 'link'], {
      id: text('Id of the event.'),
      source: text('Source of the event.'),
      runId,
      link: link('Where to see the run.'),
    }),
    'What was accepted, in the order in which it came.',
  ),
});
