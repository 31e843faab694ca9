// The load of the suite 'toron-sample', written by: testops load export sample
// Run it with: k6 run -e TESTOPS_BASE_URL=http://127.0.0.1:8080 FILE
// - load.warm_up is left out: k6 has no warm-up, its first requests count
// - k6 sends a User-Agent of its own where load.http.userAgent is not given
import http from 'k6/http';
import { check, sleep } from 'k6';
import exec from 'k6/execution';
import { SharedArray } from 'k6/data';

export const options = {
  scenarios: {
    users: { executor: 'constant-vus', exec: 'run_lookup', vus: 8, duration: '5s', gracefulStop: '2s' },
    arrivals: { executor: 'constant-arrival-rate', exec: 'run_lookup', rate: 100, timeUnit: '1s', duration: '5s', preAllocatedVUs: 20, maxVUs: 50, startTime: '5s', gracefulStop: '2s' },
  },
  thresholds: {
    'http_req_failed': ['rate<0.01'],
    'http_req_duration{name:lookup}': ['p(95)<500'],
    'checks': ['rate>0.99'],
    'dropped_iterations': [],
  },
  summaryTrendStats: ['avg', 'min', 'med', 'max', 'p(90)', 'p(95)', 'p(99)', 'count'],
};

const env = __ENV;
const base = (__ENV.TESTOPS_BASE_URL || '').replace(/\/+$/, '');
if (base === '') throw new Error('TESTOPS_BASE_URL is missing: k6 run -e TESTOPS_BASE_URL=http://127.0.0.1:8080');
const engine = { base, port: Number(/:(\d+)(\/|$)/.exec(base)?.[1]) };
const run = { environment: null, seed: '42' };
const common = {};
const rows_prompts = new SharedArray('prompts', () => [
  { id: 'p001', topic: 'arithmetic', question: 'Bruno buys 32 bicycle tyres at €18.70 each and pays with €1398. How much change is due?' },
  { id: 'p002', topic: 'arithmetic', question: 'A train leaves Nairobi at 6:13 and runs at 110 km/h for 106 minutes. How far does it get, and when does it arrive?' },
  { id: 'p003', topic: 'definition', question: 'Explain a mutex to a ten-year-old in at most 3 sentences.' },
  { id: 'p004', topic: 'comparison', question: 'Compare weekly releases with quarterly releases. Start with energy use, then give one case in which the other is the better choice.' },
  { id: 'p005', topic: 'planning', question: 'Plan a volunteer clean-up of a river bank in Leeds with two weeks of notice. List the steps in order and name the one that is most likely to slip.' },
  { id: 'p006', topic: 'arithmetic', question: 'Søren, Leila and Chiara split 395 sacks of flour in the ratio 1:5:4. How many does each get, and how many are left over?' },
  { id: 'p007', topic: 'judgement', question: 'How well supported is this claim? "Coffee dehydrates the body." Name the strongest argument on each side, in words that suit a ten-year-old, and say how sure you are.' },
  { id: 'p008', topic: 'debugging', question: 'A message queue in São Paulo loses every hundredth message. Which three causes would you check first, and what would each leave behind in the logs?' },
  { id: 'p009', topic: 'arithmetic', question: 'A savings account in Montréal pays 5.8 % a year. What are €1600 worth after 8 years?' },
  { id: 'p010', topic: 'writing', question: 'Write a note of 80 words from Chiara to Quentin: the delivery of 51 batteries to Osaka is late. Be friendly and give a date.' },
  { id: 'p011', topic: 'arithmetic', question: 'Søren buys 30 litres of paint at €11.30 each and pays with €1588. How much change is due?' },
  { id: 'p012', topic: 'arithmetic', question: 'A train leaves Utrecht at 18:52 and runs at 92 km/h for 56 minutes. How far does it get, and when does it arrive?' },
  { id: 'p013', topic: 'definition', question: 'Explain the greenhouse effect to a ten-year-old in at most 6 sentences.' },
  { id: 'p014', topic: 'comparison', question: 'Compare sourdough with yeast bread. Start with effort to maintain, then give one case in which the other is the better choice.' },
  { id: 'p015', topic: 'planning', question: 'Plan a school science fair in Nairobi with no car. List the steps in order and name the one that is most likely to slip.' },
  { id: 'p016', topic: 'arithmetic', question: 'Farah, Umar and Søren split 577 ceramic bowls in the ratio 4:2:4. How many does each get, and how many are left over?' },
  { id: 'p017', topic: 'judgement', question: 'How well supported is this claim? "A four-day week lowers output." Name the strongest argument on each side, in words that suit your grandmother, and say how sure you are.' },
  { id: 'p018', topic: 'debugging', question: 'A thermostat in Kraków reports a negative balance. Which three causes would you check first, and what would each leave behind in the logs?' },
  { id: 'p019', topic: 'arithmetic', question: 'A savings account in Medellín pays 1.7 % a year. What are €4100 worth after 10 years?' },
  { id: 'p020', topic: 'writing', question: 'Write a note of 84 words from Leila to Kofi: the delivery of 4 jars of honey to Leeds is late. Be friendly and give a date.' },
  { id: 'p021', topic: 'arithmetic', question: 'Søren buys 33 bicycle tyres at €23.10 each and pays with €1486. How much change is due?' },
  { id: 'p022', topic: 'arithmetic', question: 'A train leaves Porto at 12:32 and runs at 93 km/h for 69 minutes. How far does it get, and when does it arrive?' },
  { id: 'p023', topic: 'definition', question: 'Explain a checksum to a lawyer without technical training in at most 4 sentences.' },
  { id: 'p024', topic: 'comparison', question: 'Compare oil paint with watercolour. Start with energy use, then give one case in which the other is the better choice.' },
  { id: 'p025', topic: 'planning', question: 'Plan a weekend course in first aid in Leeds with no car. List the steps in order and name the one that is most likely to slip.' },
  { id: 'p026', topic: 'arithmetic', question: 'Søren, Hana and Quentin split 255 lemon trees in the ratio 1:3:4. How many does each get, and how many are left over?' },
  { id: 'p027', topic: 'judgement', question: 'How well supported is this claim? "Night trains save energy." Name the strongest argument on each side, in words that suit a lawyer without technical training, and say how sure you are.' },
  { id: 'p028', topic: 'debugging', question: 'A message queue in Tromsø forgets the session after a restart. Which three causes would you check first, and what would each leave behind in the logs?' },
  { id: 'p029', topic: 'arithmetic', question: 'A savings account in Ljubljana pays 4.0 % a year. What are €4000 worth after 7 years?' },
  { id: 'p030', topic: 'writing', question: 'Write a note of 98 words from Hana to Ikram: the delivery of 4 batteries to Porto is late. Be friendly and give a date.' },
  { id: 'p031', topic: 'arithmetic', question: 'Priya buys 16 train tickets at €9.50 each and pays with €1128. How much change is due?' },
  { id: 'p032', topic: 'arithmetic', question: 'A train leaves São Paulo at 13:24 and runs at 76 km/h for 49 minutes. How far does it get, and when does it arrive?' },
  { id: 'p033', topic: 'definition', question: 'Explain compound interest to a first-year student in at most 6 sentences.' },
  { id: 'p034', topic: 'comparison', question: 'Compare a fixed-rate mortgage with a variable-rate mortgage. Start with effort to maintain, then give one case in which the other is the better choice.' },
  { id: 'p035', topic: 'planning', question: 'Plan a street market in Hobart with a budget of €1700. List the steps in order and name the one that is most likely to slip.' },
  { id: 'p036', topic: 'arithmetic', question: 'Quentin, Chiara and Amara split 271 jars of honey in the ratio 3:6:1. How many does each get, and how many are left over?' },
  { id: 'p037', topic: 'judgement', question: 'How well supported is this claim? "Cyclists pay for roads, too." Name the strongest argument on each side, in words that suit a new colleague, and say how sure you are.' },
  { id: 'p038', topic: 'debugging', question: 'A thermostat in Porto is slow only on Mondays. Which three causes would you check first, and what would each leave behind in the logs?' },
  { id: 'p039', topic: 'arithmetic', question: 'A savings account in Leeds pays 1.9 % a year. What are €1900 worth after 12 years?' },
  { id: 'p040', topic: 'writing', question: 'Write a note of 77 words from Jonas to Rosa: the delivery of 32 train tickets to Nairobi is late. Be friendly and give a date.' },
  { id: 'p041', topic: 'arithmetic', question: 'Chiara buys 34 bicycle tyres at €24.00 each and pays with €1385. How much change is due?' },
  { id: 'p042', topic: 'arithmetic', question: 'A train leaves Utrecht at 18:36 and runs at 72 km/h for 159 minutes. How far does it get, and when does it arrive?' },
  { id: 'p043', topic: 'definition', question: 'Explain eventual consistency to a nurse on a night shift in at most 3 sentences.' },
  { id: 'p044', topic: 'comparison', question: 'Compare TCP with UDP. Start with what can go wrong, then give one case in which the other is the better choice.' },
  { id: 'p045', topic: 'planning', question: 'Plan a three-day walking tour in São Paulo with only 3 helpers. List the steps in order and name the one that is most likely to slip.' },
  { id: 'p046', topic: 'arithmetic', question: 'Chiara, Dmitri and Leila split 533 litres of paint in the ratio 3:6:2. How many does each get, and how many are left over?' },
  { id: 'p047', topic: 'judgement', question: 'How well supported is this claim? "Honey does not spoil." Name the strongest argument on each side, in words that suit your grandmother, and say how sure you are.' },
  { id: 'p048', topic: 'debugging', question: 'A thermostat in Hobart fills its disk overnight. Which three causes would you check first, and what would each leave behind in the logs?' },
  { id: 'p049', topic: 'arithmetic', question: 'A savings account in Kraków pays 1.3 % a year. What are €6700 worth after 5 years?' },
  { id: 'p050', topic: 'writing', question: 'Write a note of 87 words from Rosa to Oskar: the delivery of 54 notebooks to Montréal is late. Be friendly and give a date.' },
  { id: 'p051', topic: 'arithmetic', question: 'Amara buys 23 jars of honey at €4.10 each and pays with €1731. How much change is due?' },
  { id: 'p052', topic: 'arithmetic', question: 'A train leaves Utrecht at 10:16 and runs at 57 km/h for 95 minutes. How far does it get, and when does it arrive?' },
  { id: 'p053', topic: 'definition', question: 'Explain supply elasticity to a ten-year-old in at most 5 sentences.' },
  { id: 'p054', topic: 'comparison', question: 'Compare a fixed-rate mortgage with a variable-rate mortgage. Start with cost over ten years, then give one case in which the other is the better choice.' },
  { id: 'p055', topic: 'planning', question: 'Plan a birthday dinner for twelve in Porto with two weeks of notice. List the steps in order and name the one that is most likely to slip.' },
  { id: 'p056', topic: 'arithmetic', question: 'Vera, Oskar and Jonas split 641 train tickets in the ratio 2:2:2. How many does each get, and how many are left over?' },
  { id: 'p057', topic: 'judgement', question: 'How well supported is this claim? "Coffee dehydrates the body." Name the strongest argument on each side, in words that suit a new colleague, and say how sure you are.' },
  { id: 'p058', topic: 'debugging', question: 'A thermostat in Montréal forgets the session after a restart. Which three causes would you check first, and what would each leave behind in the logs?' },
  { id: 'p059', topic: 'arithmetic', question: 'A savings account in Kraków pays 4.8 % a year. What are €7500 worth after 8 years?' },
  { id: 'p060', topic: 'writing', question: 'Write a note of 120 words from Oskar to Farah: the delivery of 49 ceramic bowls to Porto is late. Be friendly and give a date.' },
  { id: 'p061', topic: 'arithmetic', question: 'Jonas buys 32 batteries at €18.30 each and pays with €1674. How much change is due?' },
  { id: 'p062', topic: 'arithmetic', question: 'A train leaves Porto at 6:25 and runs at 124 km/h for 117 minutes. How far does it get, and when does it arrive?' },
  { id: 'p063', topic: 'definition', question: 'Explain the placebo effect to a new colleague in at most 6 sentences.' },
  { id: 'p064', topic: 'planning', question: 'Plan a birthday dinner for twelve in São Paulo with guests who do not eat meat. List the steps in order and name the one that is most likely to slip.' },
  { id: 'p065', topic: 'arithmetic', question: 'Noor, Yuki and Priya split 363 litres of paint in the ratio 4:4:4. How many does each get, and how many are left over?' },
  { id: 'p066', topic: 'debugging', question: 'A warehouse scanner in Hobart answers twice to one request. Which three causes would you check first, and what would each leave behind in the logs?' },
  { id: 'p067', topic: 'arithmetic', question: 'A savings account in Montréal pays 4.6 % a year. What are €9000 worth after 15 years?' },
  { id: 'p068', topic: 'writing', question: 'Write a note of 75 words from Chiara to Priya: the delivery of 27 sacks of flour to Porto is late. Be friendly and give a date.' },
  { id: 'p069', topic: 'arithmetic', question: 'Amara buys 37 bicycle tyres at €8.50 each and pays with €1651. How much change is due?' },
  { id: 'p070', topic: 'arithmetic', question: 'A train leaves Ljubljana at 8:25 and runs at 117 km/h for 52 minutes. How far does it get, and when does it arrive?' },
  { id: 'p071', topic: 'definition', question: 'Explain a zero-knowledge proof to a first-year student in at most 3 sentences.' },
  { id: 'p072', topic: 'comparison', question: 'Compare weekly releases with quarterly releases. Start with effort to maintain, then give one case in which the other is the better choice.' },
  { id: 'p073', topic: 'planning', question: 'Plan the replacement of an old mail server in Ljubljana with guests who do not eat meat. List the steps in order and name the one that is most likely to slip.' },
  { id: 'p074', topic: 'arithmetic', question: 'Farah, Leila and Dmitri split 367 sacks of flour in the ratio 4:3:4. How many does each get, and how many are left over?' },
  { id: 'p075', topic: 'judgement', question: 'How well supported is this claim? "Cold weather causes colds." Name the strongest argument on each side, in words that suit a first-year student, and say how sure you are.' },
  { id: 'p076', topic: 'debugging', question: 'A search index in Utrecht is slow only on Mondays. Which three causes would you check first, and what would each leave behind in the logs?' },
  { id: 'p077', topic: 'arithmetic', question: 'A savings account in Tromsø pays 6.2 % a year. What are €2300 worth after 10 years?' },
  { id: 'p078', topic: 'writing', question: 'Write a note of 89 words from Kofi to Leila: the delivery of 52 jars of honey to Leeds is late. Be friendly and give a date.' },
  { id: 'p079', topic: 'arithmetic', question: 'Farah buys 7 litres of paint at €16.00 each and pays with €1969. How much change is due?' },
  { id: 'p080', topic: 'arithmetic', question: 'A train leaves Nairobi at 15:59 and runs at 107 km/h for 170 minutes. How far does it get, and when does it arrive?' },
  { id: 'p081', topic: 'definition', question: 'Explain the placebo effect to a nurse on a night shift in at most 6 sentences.' },
  { id: 'p082', topic: 'comparison', question: 'Compare a bond fund with a savings account. Start with energy use, then give one case in which the other is the better choice.' },
  { id: 'p083', topic: 'planning', question: 'Plan the move of a small office in Ljubljana with guests who do not eat meat. List the steps in order and name the one that is most likely to slip.' },
  { id: 'p084', topic: 'arithmetic', question: 'Priya, Kofi and Wanjiru split 778 batteries in the ratio 2:2:1. How many does each get, and how many are left over?' },
  { id: 'p085', topic: 'judgement', question: 'How well supported is this claim? "Cyclists pay for roads, too." Name the strongest argument on each side, in words that suit a nurse on a night shift, and say how sure you are.' },
  { id: 'p086', topic: 'debugging', question: 'A thermostat in Ljubljana reports a negative balance. Which three causes would you check first, and what would each leave behind in the logs?' },
  { id: 'p087', topic: 'arithmetic', question: 'A savings account in Montréal pays 4.1 % a year. What are €3700 worth after 15 years?' },
  { id: 'p088', topic: 'writing', question: 'Write a note of 109 words from Wanjiru to Umar: the delivery of 53 train tickets to Ljubljana is late. Be friendly and give a date.' },
  { id: 'p089', topic: 'arithmetic', question: 'Wanjiru buys 23 lemon trees at €12.20 each and pays with €1692. How much change is due?' },
  { id: 'p090', topic: 'arithmetic', question: 'A train leaves São Paulo at 7:16 and runs at 78 km/h for 182 minutes. How far does it get, and when does it arrive?' },
  { id: 'p091', topic: 'definition', question: 'Explain the placebo effect to a nurse on a night shift in at most 4 sentences.' },
  { id: 'p092', topic: 'comparison', question: 'Compare SQL databases with document stores. Start with cost over ten years, then give one case in which the other is the better choice.' },
  { id: 'p093', topic: 'planning', question: 'Plan the replacement of an old mail server in Ljubljana with rain expected all day. List the steps in order and name the one that is most likely to slip.' },
  { id: 'p094', topic: 'arithmetic', question: 'Noor, Amara and Elif split 564 batteries in the ratio 5:2:3. How many does each get, and how many are left over?' },
  { id: 'p095', topic: 'judgement', question: 'How well supported is this claim? "Cold weather causes colds." Name the strongest argument on each side, in words that suit your grandmother, and say how sure you are.' },
  { id: 'p096', topic: 'debugging', question: 'A mail gateway in Kraków is slow only on Mondays. Which three causes would you check first, and what would each leave behind in the logs?' },
  { id: 'p097', topic: 'arithmetic', question: 'A savings account in Medellín pays 5.8 % a year. What are €8200 worth after 11 years?' },
  { id: 'p098', topic: 'writing', question: 'Write a note of 73 words from Søren to Farah: the delivery of 28 jars of honey to São Paulo is late. Be friendly and give a date.' },
  { id: 'p099', topic: 'arithmetic', question: 'Xavier buys 18 sacks of flour at €21.70 each and pays with €1297. How much change is due?' },
  { id: 'p100', topic: 'arithmetic', question: 'A train leaves Kraków at 21:22 and runs at 104 km/h for 185 minutes. How far does it get, and when does it arrive?' },
  { id: 'p101', topic: 'definition', question: 'Explain osmosis to a first-year student in at most 4 sentences.' },
  { id: 'p102', topic: 'comparison', question: 'Compare unit tests with end-to-end tests. Start with energy use, then give one case in which the other is the better choice.' },
  { id: 'p103', topic: 'planning', question: 'Plan a birthday dinner for twelve in Leeds with rain expected all day. List the steps in order and name the one that is most likely to slip.' },
  { id: 'p104', topic: 'arithmetic', question: 'Tamsin, Vera and Søren split 630 notebooks in the ratio 5:6:1. How many does each get, and how many are left over?' },
  { id: 'p105', topic: 'judgement', question: 'How well supported is this claim? "Cyclists pay for roads, too." Name the strongest argument on each side, in words that suit your grandmother, and say how sure you are.' },
  { id: 'p106', topic: 'debugging', question: 'A payment service in Osaka is slow only on Mondays. Which three causes would you check first, and what would each leave behind in the logs?' },
  { id: 'p107', topic: 'arithmetic', question: 'A savings account in São Paulo pays 5.3 % a year. What are €2600 worth after 12 years?' },
  { id: 'p108', topic: 'writing', question: 'Write a note of 61 words from Elif to Ikram: the delivery of 4 litres of paint to Utrecht is late. Be friendly and give a date.' },
  { id: 'p109', topic: 'arithmetic', question: 'Vera buys 34 ceramic bowls at €18.50 each and pays with €1308. How much change is due?' },
  { id: 'p110', topic: 'arithmetic', question: 'A train leaves Leeds at 12:30 and runs at 61 km/h for 141 minutes. How far does it get, and when does it arrive?' },
  { id: 'p111', topic: 'definition', question: 'Explain the greenhouse effect to your grandmother in at most 2 sentences.' },
  { id: 'p112', topic: 'comparison', question: 'Compare a bond fund with a savings account. Start with cost over ten years, then give one case in which the other is the better choice.' },
  { id: 'p113', topic: 'planning', question: 'Plan a street market in Leeds with two weeks of notice. List the steps in order and name the one that is most likely to slip.' },
  { id: 'p114', topic: 'arithmetic', question: 'Umar, Yuki and Oskar split 311 batteries in the ratio 5:3:3. How many does each get, and how many are left over?' },
  { id: 'p115', topic: 'judgement', question: 'How well supported is this claim? "Most software faults come from requirements." Name the strongest argument on each side, in words that suit a new colleague, and say how sure you are.' },
  { id: 'p116', topic: 'debugging', question: 'A mail gateway in Leeds answers twice to one request. Which three causes would you check first, and what would each leave behind in the logs?' },
  { id: 'p117', topic: 'arithmetic', question: 'A savings account in Hobart pays 4.6 % a year. What are €5500 worth after 10 years?' },
  { id: 'p118', topic: 'writing', question: 'Write a note of 106 words from Umar to Goran: the delivery of 30 jars of honey to Montréal is late. Be friendly and give a date.' },
  { id: 'p119', topic: 'arithmetic', question: 'Farah buys 4 bicycle tyres at €20.20 each and pays with €1691. How much change is due?' },
  { id: 'p120', topic: 'arithmetic', question: 'A train leaves Nairobi at 5:29 and runs at 111 km/h for 28 minutes. How far does it get, and when does it arrive?' },
  { id: 'p121', topic: 'definition', question: 'Explain compound interest to your grandmother in at most 6 sentences.' },
  { id: 'p122', topic: 'comparison', question: 'Compare a bond fund with a savings account. Start with effect on neighbours, then give one case in which the other is the better choice.' },
  { id: 'p123', topic: 'planning', question: 'Plan a three-day walking tour in Tromsø with no car. List the steps in order and name the one that is most likely to slip.' },
  { id: 'p124', topic: 'arithmetic', question: 'Bruno, Noor and Ikram split 787 ceramic bowls in the ratio 4:6:3. How many does each get, and how many are left over?' },
  { id: 'p125', topic: 'judgement', question: 'How well supported is this claim? "Reading on paper improves recall." Name the strongest argument on each side, in words that suit a first-year student, and say how sure you are.' },
  { id: 'p126', topic: 'debugging', question: 'A thermostat in Osaka reports a negative balance. Which three causes would you check first, and what would each leave behind in the logs?' },
  { id: 'p127', topic: 'arithmetic', question: 'A savings account in Kraków pays 3.9 % a year. What are €4600 worth after 14 years?' },
  { id: 'p128', topic: 'writing', question: 'Write a note of 102 words from Rosa to Jonas: the delivery of 52 sacks of flour to Osaka is late. Be friendly and give a date.' },
  { id: 'p129', topic: 'arithmetic', question: 'Jonas buys 19 lemon trees at €12.80 each and pays with €1554. How much change is due?' },
  { id: 'p130', topic: 'arithmetic', question: 'A train leaves Kraków at 7:48 and runs at 115 km/h for 68 minutes. How far does it get, and when does it arrive?' },
  { id: 'p131', topic: 'definition', question: 'Explain photosynthesis to your grandmother in at most 4 sentences.' },
  { id: 'p132', topic: 'comparison', question: 'Compare unit tests with end-to-end tests. Start with cost over ten years, then give one case in which the other is the better choice.' },
  { id: 'p133', topic: 'planning', question: 'Plan a three-day walking tour in Montréal with no car. List the steps in order and name the one that is most likely to slip.' },
  { id: 'p134', topic: 'arithmetic', question: 'Vera, Oskar and Tamsin split 778 train tickets in the ratio 5:2:1. How many does each get, and how many are left over?' },
  { id: 'p135', topic: 'judgement', question: 'How well supported is this claim? "Reading on paper improves recall." Name the strongest argument on each side, in words that suit your grandmother, and say how sure you are.' },
  { id: 'p136', topic: 'debugging', question: 'A warehouse scanner in São Paulo reports a negative balance. Which three causes would you check first, and what would each leave behind in the logs?' },
  { id: 'p137', topic: 'arithmetic', question: 'A savings account in Montréal pays 4.7 % a year. What are €4200 worth after 8 years?' },
  { id: 'p138', topic: 'writing', question: 'Write a note of 42 words from Elif to Oskar: the delivery of 13 bicycle tyres to Hobart is late. Be friendly and give a date.' },
  { id: 'p139', topic: 'arithmetic', question: 'Hana buys 23 jars of honey at €4.90 each and pays with €1301. How much change is due?' },
  { id: 'p140', topic: 'arithmetic', question: 'A train leaves Tromsø at 6:43 and runs at 64 km/h for 105 minutes. How far does it get, and when does it arrive?' },
  { id: 'p141', topic: 'definition', question: 'Explain the greenhouse effect to a new colleague in at most 3 sentences.' },
  { id: 'p142', topic: 'planning', question: 'Plan a volunteer clean-up of a river bank in Nairobi with one person who uses a wheelchair. List the steps in order and name the one that is most likely to slip.' },
  { id: 'p143', topic: 'arithmetic', question: 'Zoë, Hana and Xavier split 231 batteries in the ratio 1:6:2. How many does each get, and how many are left over?' },
  { id: 'p144', topic: 'debugging', question: 'A thermostat in Kraków fills its disk overnight. Which three causes would you check first, and what would each leave behind in the logs?' },
  { id: 'p145', topic: 'arithmetic', question: 'A savings account in Utrecht pays 3.7 % a year. What are €4700 worth after 2 years?' },
  { id: 'p146', topic: 'writing', question: 'Write a note of 56 words from Priya to Jonas: the delivery of 26 ceramic bowls to São Paulo is late. Be friendly and give a date.' },
  { id: 'p147', topic: 'arithmetic', question: 'Oskar buys 40 bicycle tyres at €8.40 each and pays with €1633. How much change is due?' },
  { id: 'p148', topic: 'arithmetic', question: 'A train leaves Osaka at 7:34 and runs at 122 km/h for 77 minutes. How far does it get, and when does it arrive?' },
  { id: 'p149', topic: 'definition', question: 'Explain a race condition to a lawyer without technical training in at most 5 sentences.' },
  { id: 'p150', topic: 'comparison', question: 'Compare solar panels with a small wind turbine. Start with effect on neighbours, then give one case in which the other is the better choice.' },
  { id: 'p151', topic: 'planning', question: 'Plan a birthday dinner for twelve in Tromsø with one person who uses a wheelchair. List the steps in order and name the one that is most likely to slip.' },
  { id: 'p152', topic: 'arithmetic', question: 'Elif, Farah and Yuki split 96 lemon trees in the ratio 3:6:4. How many does each get, and how many are left over?' },
  { id: 'p153', topic: 'judgement', question: 'How well supported is this claim? "Coffee dehydrates the body." Name the strongest argument on each side, in words that suit your grandmother, and say how sure you are.' },
  { id: 'p154', topic: 'debugging', question: 'A booking site in Montréal accepts a date of 30 February. Which three causes would you check first, and what would each leave behind in the logs?' },
  { id: 'p155', topic: 'arithmetic', question: 'A savings account in Nairobi pays 6.1 % a year. What are €8700 worth after 4 years?' },
  { id: 'p156', topic: 'writing', question: 'Write a note of 60 words from Elif to Farah: the delivery of 34 batteries to Utrecht is late. Be friendly and give a date.' },
  { id: 'p157', topic: 'arithmetic', question: 'Zoë buys 24 batteries at €11.00 each and pays with €1843. How much change is due?' },
  { id: 'p158', topic: 'arithmetic', question: 'A train leaves Nairobi at 17:16 and runs at 87 km/h for 122 minutes. How far does it get, and when does it arrive?' },
  { id: 'p159', topic: 'definition', question: 'Explain a checksum to a nurse on a night shift in at most 3 sentences.' },
  { id: 'p160', topic: 'comparison', question: 'Compare a fixed-rate mortgage with a variable-rate mortgage. Start with what a beginner should choose, then give one case in which the other is the better choice.' },
  { id: 'p161', topic: 'planning', question: 'Plan a weekend course in first aid in Kraków with guests who do not eat meat. List the steps in order and name the one that is most likely to slip.' },
  { id: 'p162', topic: 'arithmetic', question: 'Chiara, Amara and Oskar split 190 ceramic bowls in the ratio 4:2:2. How many does each get, and how many are left over?' },
  { id: 'p163', topic: 'judgement', question: 'How well supported is this claim? "Larger teams finish sooner." Name the strongest argument on each side, in words that suit a nurse on a night shift, and say how sure you are.' },
  { id: 'p164', topic: 'debugging', question: 'A booking site in Tromsø answers twice to one request. Which three causes would you check first, and what would each leave behind in the logs?' },
  { id: 'p165', topic: 'arithmetic', question: 'A savings account in Leeds pays 2.5 % a year. What are €9000 worth after 13 years?' },
  { id: 'p166', topic: 'writing', question: 'Write a note of 103 words from Amara to Yuki: the delivery of 5 ceramic bowls to Leeds is late. Be friendly and give a date.' },
  { id: 'p167', topic: 'arithmetic', question: 'Bruno buys 12 train tickets at €15.90 each and pays with €1777. How much change is due?' },
  { id: 'p168', topic: 'arithmetic', question: 'A train leaves Tromsø at 10:29 and runs at 82 km/h for 59 minutes. How far does it get, and when does it arrive?' },
  { id: 'p169', topic: 'definition', question: 'Explain compound interest to your grandmother in at most 4 sentences.' },
  { id: 'p170', topic: 'comparison', question: 'Compare weekly releases with quarterly releases. Start with what can go wrong, then give one case in which the other is the better choice.' },
  { id: 'p171', topic: 'planning', question: 'Plan the move of a small office in Tromsø with a budget of €2810. List the steps in order and name the one that is most likely to slip.' },
  { id: 'p172', topic: 'arithmetic', question: 'Priya, Tamsin and Kofi split 818 litres of paint in the ratio 1:4:3. How many does each get, and how many are left over?' },
  { id: 'p173', topic: 'judgement', question: 'How well supported is this claim? "Cities are warmer than their surroundings." Name the strongest argument on each side, in words that suit a nurse on a night shift, and say how sure you are.' },
  { id: 'p174', topic: 'debugging', question: 'A weather station in São Paulo fills its disk overnight. Which three causes would you check first, and what would each leave behind in the logs?' },
  { id: 'p175', topic: 'arithmetic', question: 'A savings account in Tromsø pays 2.0 % a year. What are €6600 worth after 3 years?' },
  { id: 'p176', topic: 'writing', question: 'Write a note of 119 words from Wanjiru to Elif: the delivery of 4 jars of honey to Montréal is late. Be friendly and give a date.' },
  { id: 'p177', topic: 'arithmetic', question: 'Priya buys 3 train tickets at €19.80 each and pays with €1961. How much change is due?' },
  { id: 'p178', topic: 'arithmetic', question: 'A train leaves Ljubljana at 16:11 and runs at 65 km/h for 180 minutes. How far does it get, and when does it arrive?' },
  { id: 'p179', topic: 'definition', question: 'Explain a zero-knowledge proof to a new colleague in at most 6 sentences.' },
  { id: 'p180', topic: 'comparison', question: 'Compare weekly releases with quarterly releases. Start with cost over ten years, then give one case in which the other is the better choice.' },
  { id: 'p181', topic: 'planning', question: 'Plan a birthday dinner for twelve in Montréal with two weeks of notice. List the steps in order and name the one that is most likely to slip.' },
  { id: 'p182', topic: 'arithmetic', question: 'Mateo, Umar and Oskar split 135 jars of honey in the ratio 4:2:2. How many does each get, and how many are left over?' },
  { id: 'p183', topic: 'judgement', question: 'How well supported is this claim? "Honey does not spoil." Name the strongest argument on each side, in words that suit a first-year student, and say how sure you are.' },
  { id: 'p184', topic: 'debugging', question: 'A booking site in São Paulo accepts a date of 30 February. Which three causes would you check first, and what would each leave behind in the logs?' },
  { id: 'p185', topic: 'arithmetic', question: 'A savings account in Porto pays 5.5 % a year. What are €1500 worth after 7 years?' },
  { id: 'p186', topic: 'writing', question: 'Write a note of 90 words from Leila to Hana: the delivery of 18 sacks of flour to Leeds is late. Be friendly and give a date.' },
  { id: 'p187', topic: 'arithmetic', question: 'Goran buys 7 jars of honey at €16.30 each and pays with €1952. How much change is due?' },
  { id: 'p188', topic: 'arithmetic', question: 'A train leaves Utrecht at 19:54 and runs at 54 km/h for 133 minutes. How far does it get, and when does it arrive?' },
  { id: 'p189', topic: 'definition', question: 'Explain plate glass annealing to a new colleague in at most 5 sentences.' },
  { id: 'p190', topic: 'comparison', question: 'Compare unit tests with end-to-end tests. Start with what a beginner should choose, then give one case in which the other is the better choice.' },
  { id: 'p191', topic: 'planning', question: 'Plan a charity concert for 200 guests in Leeds with guests who do not eat meat. List the steps in order and name the one that is most likely to slip.' },
  { id: 'p192', topic: 'arithmetic', question: 'Rosa, Tamsin and Leila split 723 litres of paint in the ratio 3:3:4. How many does each get, and how many are left over?' },
  { id: 'p193', topic: 'judgement', question: 'How well supported is this claim? "Cold weather causes colds." Name the strongest argument on each side, in words that suit a nurse on a night shift, and say how sure you are.' },
  { id: 'p194', topic: 'debugging', question: 'A search index in Hobart answers twice to one request. Which three causes would you check first, and what would each leave behind in the logs?' },
  { id: 'p195', topic: 'arithmetic', question: 'A savings account in Leeds pays 6.1 % a year. What are €1700 worth after 3 years?' },
  { id: 'p196', topic: 'writing', question: 'Write a note of 113 words from Oskar to Hana: the delivery of 17 lemon trees to Porto is late. Be friendly and give a date.' },
  { id: 'p197', topic: 'arithmetic', question: 'Yuki buys 17 sacks of flour at €14.90 each and pays with €1345. How much change is due?' },
  { id: 'p198', topic: 'arithmetic', question: 'A train leaves Utrecht at 12:57 and runs at 59 km/h for 173 minutes. How far does it get, and when does it arrive?' },
  { id: 'p199', topic: 'definition', question: 'Explain opportunity cost to a first-year student in at most 6 sentences.' },
  { id: 'p200', topic: 'comparison', question: 'Compare a fixed-rate mortgage with a variable-rate mortgage. Start with energy use, then give one case in which the other is the better choice.' },
  { id: 'p201', topic: 'planning', question: 'Plan a three-day walking tour in Medellín with one person who uses a wheelchair. List the steps in order and name the one that is most likely to slip.' },
  { id: 'p202', topic: 'arithmetic', question: 'Noor, Zoë and Umar split 133 sacks of flour in the ratio 5:2:2. How many does each get, and how many are left over?' },
  { id: 'p203', topic: 'judgement', question: 'How well supported is this claim? "Night trains save energy." Name the strongest argument on each side, in words that suit a nurse on a night shift, and say how sure you are.' },
  { id: 'p204', topic: 'debugging', question: 'A thermostat in São Paulo answers twice to one request. Which three causes would you check first, and what would each leave behind in the logs?' },
  { id: 'p205', topic: 'arithmetic', question: 'A savings account in Ljubljana pays 4.8 % a year. What are €5600 worth after 6 years?' },
  { id: 'p206', topic: 'writing', question: 'Write a note of 66 words from Amara to Jonas: the delivery of 29 bicycle tyres to Porto is late. Be friendly and give a date.' },
  { id: 'p207', topic: 'arithmetic', question: 'Amara buys 12 lemon trees at €2.30 each and pays with €1887. How much change is due?' },
  { id: 'p208', topic: 'arithmetic', question: 'A train leaves Tromsø at 19:32 and runs at 88 km/h for 38 minutes. How far does it get, and when does it arrive?' },
  { id: 'p209', topic: 'definition', question: 'Explain herd immunity to a new colleague in at most 4 sentences.' },
  { id: 'p210', topic: 'comparison', question: 'Compare solar panels with a small wind turbine. Start with energy use, then give one case in which the other is the better choice.' },
  { id: 'p211', topic: 'planning', question: 'Plan a charity concert for 200 guests in Porto with only 6 helpers. List the steps in order and name the one that is most likely to slip.' },
  { id: 'p212', topic: 'arithmetic', question: 'Rosa, Wanjiru and Bruno split 520 bicycle tyres in the ratio 3:2:3. How many does each get, and how many are left over?' },
  { id: 'p213', topic: 'judgement', question: 'How well supported is this claim? "Cyclists pay for roads, too." Name the strongest argument on each side, in words that suit a ten-year-old, and say how sure you are.' },
  { id: 'p214', topic: 'debugging', question: 'A mail gateway in Nairobi fills its disk overnight. Which three causes would you check first, and what would each leave behind in the logs?' },
  { id: 'p215', topic: 'arithmetic', question: 'A savings account in Osaka pays 3.9 % a year. What are €4600 worth after 11 years?' },
  { id: 'p216', topic: 'writing', question: 'Write a note of 77 words from Bruno to Leila: the delivery of 7 lemon trees to Kraków is late. Be friendly and give a date.' },
  { id: 'p217', topic: 'arithmetic', question: 'Oskar buys 30 lemon trees at €5.00 each and pays with €1462. How much change is due?' },
  { id: 'p218', topic: 'arithmetic', question: 'A train leaves Medellín at 8:11 and runs at 85 km/h for 140 minutes. How far does it get, and when does it arrive?' },
  { id: 'p219', topic: 'definition', question: 'Explain a balance sheet to your grandmother in at most 4 sentences.' },
  { id: 'p220', topic: 'comparison', question: 'Compare renting with buying a flat. Start with effort to maintain, then give one case in which the other is the better choice.' },
  { id: 'p221', topic: 'planning', question: 'Plan a charity concert for 200 guests in Hobart with rain expected all day. List the steps in order and name the one that is most likely to slip.' },
  { id: 'p222', topic: 'arithmetic', question: 'Oskar, Bruno and Rosa split 87 sacks of flour in the ratio 3:5:3. How many does each get, and how many are left over?' },
  { id: 'p223', topic: 'judgement', question: 'How well supported is this claim? "Reading on paper improves recall." Name the strongest argument on each side, in words that suit a nurse on a night shift, and say how sure you are.' },
  { id: 'p224', topic: 'debugging', question: 'A payment service in Osaka accepts a date of 30 February. Which three causes would you check first, and what would each leave behind in the logs?' },
  { id: 'p225', topic: 'arithmetic', question: 'A savings account in São Paulo pays 4.5 % a year. What are €6000 worth after 6 years?' },
  { id: 'p226', topic: 'writing', question: 'Write a note of 70 words from Dmitri to Goran: the delivery of 31 lemon trees to Kraków is late. Be friendly and give a date.' },
  { id: 'p227', topic: 'arithmetic', question: 'Elif buys 28 lemon trees at €6.60 each and pays with €1375. How much change is due?' },
  { id: 'p228', topic: 'arithmetic', question: 'A train leaves Leeds at 14:39 and runs at 75 km/h for 190 minutes. How far does it get, and when does it arrive?' },
  { id: 'p229', topic: 'definition', question: 'Explain opportunity cost to a ten-year-old in at most 5 sentences.' },
  { id: 'p230', topic: 'comparison', question: 'Compare a bond fund with a savings account. Start with what a beginner should choose, then give one case in which the other is the better choice.' },
  { id: 'p231', topic: 'planning', question: 'Plan a three-day walking tour in Utrecht with only 2 helpers. List the steps in order and name the one that is most likely to slip.' },
  { id: 'p232', topic: 'arithmetic', question: 'Hana, Bruno and Mateo split 738 batteries in the ratio 5:5:2. How many does each get, and how many are left over?' },
  { id: 'p233', topic: 'debugging', question: 'A weather station in Utrecht reports a negative balance. Which three causes would you check first, and what would each leave behind in the logs?' },
  { id: 'p234', topic: 'arithmetic', question: 'A savings account in Nairobi pays 5.4 % a year. What are €2700 worth after 3 years?' },
  { id: 'p235', topic: 'writing', question: 'Write a note of 86 words from Leila to Xavier: the delivery of 25 bicycle tyres to São Paulo is late. Be friendly and give a date.' },
  { id: 'p236', topic: 'arithmetic', question: 'Priya buys 18 ceramic bowls at €2.50 each and pays with €1164. How much change is due?' },
  { id: 'p237', topic: 'arithmetic', question: 'A train leaves Utrecht at 7:45 and runs at 40 km/h for 96 minutes. How far does it get, and when does it arrive?' },
  { id: 'p238', topic: 'definition', question: 'Explain a zero-knowledge proof to a lawyer without technical training in at most 5 sentences.' },
  { id: 'p239', topic: 'comparison', question: 'Compare contact lenses with glasses. Start with what can go wrong, then give one case in which the other is the better choice.' },
  { id: 'p240', topic: 'planning', question: 'Plan a street market in Medellín with one person who uses a wheelchair. List the steps in order and name the one that is most likely to slip.' },
  { id: 'p241', topic: 'arithmetic', question: 'Chiara, Hana and Leila split 541 lemon trees in the ratio 3:4:4. How many does each get, and how many are left over?' },
  { id: 'p242', topic: 'debugging', question: 'A message queue in Tromsø accepts a date of 30 February. Which three causes would you check first, and what would each leave behind in the logs?' },
  { id: 'p243', topic: 'arithmetic', question: 'A savings account in Medellín pays 6.0 % a year. What are €700 worth after 10 years?' },
  { id: 'p244', topic: 'writing', question: 'Write a note of 97 words from Oskar to Yuki: the delivery of 51 batteries to Porto is late. Be friendly and give a date.' },
  { id: 'p245', topic: 'arithmetic', question: 'Yuki buys 20 batteries at €6.20 each and pays with €1699. How much change is due?' },
  { id: 'p246', topic: 'arithmetic', question: 'A train leaves Tromsø at 7:23 and runs at 73 km/h for 33 minutes. How far does it get, and when does it arrive?' },
  { id: 'p247', topic: 'definition', question: 'Explain photosynthesis to a new colleague in at most 4 sentences.' },
  { id: 'p248', topic: 'comparison', question: 'Compare renting with buying a flat. Start with what a beginner should choose, then give one case in which the other is the better choice.' },
  { id: 'p249', topic: 'planning', question: 'Plan the replacement of an old mail server in Nairobi with a budget of €3870. List the steps in order and name the one that is most likely to slip.' },
  { id: 'p250', topic: 'arithmetic', question: 'Xavier, Oskar and Ikram split 109 ceramic bowls in the ratio 3:3:2. How many does each get, and how many are left over?' },
  { id: 'p251', topic: 'judgement', question: 'How well supported is this claim? "Most software faults come from requirements." Name the strongest argument on each side, in words that suit a nurse on a night shift, and say how sure you are.' },
  { id: 'p252', topic: 'debugging', question: 'A search index in Osaka forgets the session after a restart. Which three causes would you check first, and what would each leave behind in the logs?' },
  { id: 'p253', topic: 'arithmetic', question: 'A savings account in Montréal pays 5.7 % a year. What are €8700 worth after 11 years?' },
  { id: 'p254', topic: 'writing', question: 'Write a note of 79 words from Vera to Kofi: the delivery of 40 batteries to Kraków is late. Be friendly and give a date.' },
  { id: 'p255', topic: 'arithmetic', question: 'Mateo buys 8 jars of honey at €18.50 each and pays with €1204. How much change is due?' },
  { id: 'p256', topic: 'arithmetic', question: 'A train leaves Leeds at 9:54 and runs at 117 km/h for 75 minutes. How far does it get, and when does it arrive?' },
  { id: 'p257', topic: 'definition', question: 'Explain the water cycle to a lawyer without technical training in at most 3 sentences.' },
  { id: 'p258', topic: 'comparison', question: 'Compare a tram line with a bus lane. Start with effort to maintain, then give one case in which the other is the better choice.' },
  { id: 'p259', topic: 'planning', question: 'Plan a three-day walking tour in Nairobi with a budget of €900. List the steps in order and name the one that is most likely to slip.' },
  { id: 'p260', topic: 'arithmetic', question: 'Zoë, Kofi and Hana split 87 jars of honey in the ratio 5:4:1. How many does each get, and how many are left over?' },
  { id: 'p261', topic: 'judgement', question: 'How well supported is this claim? "Most software faults come from requirements." Name the strongest argument on each side, in words that suit your grandmother, and say how sure you are.' },
  { id: 'p262', topic: 'debugging', question: 'A weather station in Osaka returns rows in another order each time. Which three causes would you check first, and what would each leave behind in the logs?' },
  { id: 'p263', topic: 'arithmetic', question: 'A savings account in Osaka pays 2.1 % a year. What are €1300 worth after 14 years?' },
  { id: 'p264', topic: 'writing', question: 'Write a note of 69 words from Amara to Farah: the delivery of 49 jars of honey to Medellín is late. Be friendly and give a date.' },
  { id: 'p265', topic: 'arithmetic', question: 'Noor buys 32 lemon trees at €11.70 each and pays with €1464. How much change is due?' },
  { id: 'p266', topic: 'arithmetic', question: 'A train leaves Porto at 11:45 and runs at 96 km/h for 115 minutes. How far does it get, and when does it arrive?' },
  { id: 'p267', topic: 'definition', question: 'Explain a checksum to a ten-year-old in at most 3 sentences.' },
  { id: 'p268', topic: 'planning', question: 'Plan a weekend course in first aid in Osaka with no car. List the steps in order and name the one that is most likely to slip.' },
  { id: 'p269', topic: 'arithmetic', question: 'Ikram, Zoë and Hana split 631 bicycle tyres in the ratio 1:4:2. How many does each get, and how many are left over?' },
  { id: 'p270', topic: 'debugging', question: 'A weather station in Nairobi returns rows in another order each time. Which three causes would you check first, and what would each leave behind in the logs?' },
  { id: 'p271', topic: 'arithmetic', question: 'A savings account in Medellín pays 1.7 % a year. What are €6100 worth after 7 years?' },
  { id: 'p272', topic: 'writing', question: 'Write a note of 67 words from Vera to Yuki: the delivery of 8 train tickets to Hobart is late. Be friendly and give a date.' },
  { id: 'p273', topic: 'arithmetic', question: 'Jonas buys 23 lemon trees at €25.90 each and pays with €1825. How much change is due?' },
  { id: 'p274', topic: 'arithmetic', question: 'A train leaves Leeds at 20:21 and runs at 126 km/h for 146 minutes. How far does it get, and when does it arrive?' },
  { id: 'p275', topic: 'definition', question: 'Explain the greenhouse effect to a ten-year-old in at most 2 sentences.' },
  { id: 'p276', topic: 'comparison', question: 'Compare unit tests with end-to-end tests. Start with effect on neighbours, then give one case in which the other is the better choice.' },
  { id: 'p277', topic: 'planning', question: 'Plan a three-day walking tour in Utrecht with no car. List the steps in order and name the one that is most likely to slip.' },
  { id: 'p278', topic: 'arithmetic', question: 'Rosa, Wanjiru and Zoë split 549 jars of honey in the ratio 4:3:4. How many does each get, and how many are left over?' },
  { id: 'p279', topic: 'judgement', question: 'How well supported is this claim? "Coffee dehydrates the body." Name the strongest argument on each side, in words that suit a lawyer without technical training, and say how sure you are.' },
  { id: 'p280', topic: 'debugging', question: 'A message queue in Nairobi reports a negative balance. Which three causes would you check first, and what would each leave behind in the logs?' },
  { id: 'p281', topic: 'arithmetic', question: 'A savings account in Hobart pays 4.8 % a year. What are €1000 worth after 9 years?' },
  { id: 'p282', topic: 'writing', question: 'Write a note of 116 words from Farah to Goran: the delivery of 9 litres of paint to Nairobi is late. Be friendly and give a date.' },
  { id: 'p283', topic: 'arithmetic', question: 'Chiara buys 6 train tickets at €16.60 each and pays with €1151. How much change is due?' },
  { id: 'p284', topic: 'arithmetic', question: 'A train leaves Osaka at 9:23 and runs at 60 km/h for 135 minutes. How far does it get, and when does it arrive?' },
  { id: 'p285', topic: 'definition', question: 'Explain tectonic drift to a ten-year-old in at most 5 sentences.' },
  { id: 'p286', topic: 'comparison', question: 'Compare renting with buying a flat. Start with what can go wrong, then give one case in which the other is the better choice.' },
  { id: 'p287', topic: 'planning', question: 'Plan a street market in Leeds with a budget of €2970. List the steps in order and name the one that is most likely to slip.' },
  { id: 'p288', topic: 'arithmetic', question: 'Amara, Leila and Kofi split 856 sacks of flour in the ratio 4:4:1. How many does each get, and how many are left over?' },
  { id: 'p289', topic: 'debugging', question: 'A thermostat in Tromsø answers twice to one request. Which three causes would you check first, and what would each leave behind in the logs?' },
  { id: 'p290', topic: 'arithmetic', question: 'A savings account in Montréal pays 6.8 % a year. What are €4300 worth after 14 years?' },
  { id: 'p291', topic: 'writing', question: 'Write a note of 71 words from Tamsin to Kofi: the delivery of 21 bicycle tyres to Hobart is late. Be friendly and give a date.' },
  { id: 'p292', topic: 'arithmetic', question: 'Umar buys 6 ceramic bowls at €7.40 each and pays with €1760. How much change is due?' },
  { id: 'p293', topic: 'arithmetic', question: 'A train leaves Nairobi at 5:17 and runs at 72 km/h for 188 minutes. How far does it get, and when does it arrive?' },
  { id: 'p294', topic: 'definition', question: 'Explain osmosis to your grandmother in at most 5 sentences.' },
  { id: 'p295', topic: 'planning', question: 'Plan a street market in Osaka with one person who uses a wheelchair. List the steps in order and name the one that is most likely to slip.' },
  { id: 'p296', topic: 'arithmetic', question: 'Xavier, Farah and Noor split 277 lemon trees in the ratio 1:3:4. How many does each get, and how many are left over?' },
  { id: 'p297', topic: 'arithmetic', question: 'A savings account in São Paulo pays 1.9 % a year. What are €6500 worth after 6 years?' },
  { id: 'p298', topic: 'writing', question: 'Write a note of 97 words from Xavier to Yuki: the delivery of 52 sacks of flour to Tromsø is late. Be friendly and give a date.' },
  { id: 'p299', topic: 'arithmetic', question: 'Tamsin buys 17 sacks of flour at €5.50 each and pays with €1860. How much change is due?' },
  { id: 'p300', topic: 'arithmetic', question: 'A train leaves Ljubljana at 5:56 and runs at 129 km/h for 29 minutes. How far does it get, and when does it arrive?' },
]);

function begin() {
  const index = exec.scenario.iterationInTest;
  return { data: { prompts: rows_prompts[index % rows_prompts.length] }, user: { id: `user-${index}`, index }, keep: {} };
}

// The value of an expression as a part of a JSON body.
function value(given) {
  if (given === undefined) throw new Error('an expression has no value');
  return given;
}

function json(given) {
  return { type: 'application/json', content: canonical(given) };
}

// A step begins: the answer of the one before is in nobody's scope.
function next(name, number, repetition) {
  return { step: { name, number, repetition }, status: 0, body: undefined, headers: {} };
}

// One request. The tag `name` is the step's, as with the built-in driver.
function send(step, method, path, { body, headers, cookies, jar, redirects, timeout }) {
  const params = { headers: { ...common, ...(body && { 'Content-Type': body.type }), ...headers }, tags: { name: step.name }, redirects, timeout };
  if (cookies) params.cookies = Object.fromEntries(Object.entries(cookies).map(([name, given]) => [name, { value: given, replace: true }]));
  if (jar) params.jar = jar;
  const response = http.request(method, base + path, body ? body.content : null, params);
  const answer = { status: response.status, body: undefined, headers: {} };
  for (const name of Object.keys(response.headers)) answer.headers[name.toLowerCase()] = response.headers[name];
  try {
    answer.body = JSON.parse(response.body);
  } catch (problem) {
    answer.body = undefined;   // not JSON: checks on the body fail
  }
  return answer;
}

// Every check counts in every answer. Without an answer all of them have failed, and so has one that throws.
function judge(step, status, checks) {
  for (const [name, test] of checks) {
    let passed = false;
    try {
      passed = status !== 0 && Boolean(test());
    } catch (problem) {
      passed = false;
    }
    check(null, { [name]: () => passed }, { name: step.name });
  }
}

// Conditions of a check, with the words of the suite.
function holds(given, c, isHeader = false) {
  if (given === undefined) return c.exists === false;
  if (c.exists === false) return false;
  const size = typeof given === 'string' || Array.isArray(given) ? given.length : typeof given === 'object' && given !== null ? Object.keys(given).length : undefined;
  const number = isHeader && given.trim() !== '' ? Number(given) : typeof given === 'number' ? given : NaN;
  return (c.type === undefined || typeOf(given) === c.type || (c.type === 'integer' && Number.isInteger(given)))
    && (c.equals === undefined || same(given, c.equals))
    && (c.in === undefined || c.in.some((one) => same(given, one)))
    && (c.matches === undefined || (typeof given === 'string' && c.matches.test(given)))
    && (c.contains === undefined || (typeof given === 'string' ? typeof c.contains === 'string' && given.includes(c.contains) : Array.isArray(given) && given.some((one) => same(one, c.contains))))
    && (c.length === undefined || size === c.length)
    && (c.min === undefined || number >= c.min)
    && (c.max === undefined || number <= c.max);
}

function typeOf(given) {
  return given === null ? 'null' : Array.isArray(given) ? 'array' : typeof given;
}

function same(one, other) {
  return canonical(one) === canonical(other);
}

// The value at a JSON Pointer; undefined where there is none.
function at(given, pointer) {
  let found = given;
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replace(/~1/g, '/').replace(/~0/g, '~');
    if (found === null || typeof found !== 'object' || !Object.prototype.hasOwnProperty.call(found, key) || (Array.isArray(found) && !/^(0|[1-9][0-9]*)$/.test(key))) return undefined;
    found = found[key];
  }
  return found;
}

// JSON with its keys in order: what the built-in driver sends, byte for byte.
function canonical(given) {
  if (Array.isArray(given)) return `[${given.map((item) => canonical(item === undefined ? null : item)).join(',')}]`;
  if (typeof given === 'function') return given();
  if (given === null || typeof given !== 'object') return JSON.stringify(given);
  const keys = Object.keys(given).filter((key) => given[key] !== undefined).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(given[key])}`).join(',')}}`;
}

export function run_lookup() {
  const { data, user, keep } = begin();
  let number = 0;
  let step, status, body, headers;

  // lookup: POST /query
  ({ step, status, body, headers } = next('lookup', ++number, 1));
  ({ status, body, headers } = send(step, 'POST', '/query', {
    body: json({ prompt: value(data.prompts.question), use_cache: true }),
    redirects: 0,
    timeout: '30s',
  }));
  judge(step, status, [
    ['status', () => status === 200],
    ['/consensus/grade', () => holds(at(body, '/consensus/grade'), { in: ['A', 'B', 'C', 'D', 'F'] })],
  ]);
  if (status === 0) return;
  sleep(0.01);
}
