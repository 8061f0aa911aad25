package online.speka.worker.engine.http;

/// Most bytes of an event, of an answer, and of an error's body.
record AnswerLimits(int eventBytesMax, int answerBytesMax, int errorBytesMax) {}
