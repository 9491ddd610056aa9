"""What the indicators of recruiters say, in English and in Urdu."""

from collections.abc import Mapping

from streams.wording import Sentence

RECRUITER_SENTENCES: Mapping[str, Sentence] = {
    "r-unlicensed": Sentence(
        "Recruits for a job in {country} without a licence.",
        "یہ فریق بغیر لائسنس کے {country} میں ملازمت کے لیے بھرتی کر رہا ہے۔",
    ),
    "r-licence-not-valid": Sentence(
        "Recruits although the licence is {status}.",
        "یہ فریق بھرتی کر رہا ہے حالانکہ اس کا لائسنس {status} ہے۔",
    ),
    "r-licence-expired": Sentence(
        "Recruits although the licence is {status}.",
        "یہ فریق بھرتی کر رہا ہے حالانکہ اس کا لائسنس {status} ہے۔",
    ),
    "r-no-permission": Sentence(
        "A worker was processed for {country} without a valid permission of the Protector.",
        "پروٹیکٹر کی مؤثر اجازت کے بغیر ایک کارکن کی {country} کے لیے کارروائی آگے بڑھائی گئی۔",
    ),
    "r-demand-unattested": Sentence(
        "Workers are recruited for {country} on a demand letter that is not attested.",
        "کارکن {country} کے لیے ایسے ڈیمانڈ لیٹر پر بھرتی کیے جا رہے ہیں جس کی تصدیق نہیں ہوئی۔",
    ),
    "r-unapproved-ad": Sentence(
        "A job in {country} is advertised without licence or permission.",
        "{country} میں ملازمت کا اشتہار لائسنس یا اجازت کے بغیر دیا گیا ہے۔",
    ),
    "r-too-good-offer": Sentence(
        "{currency} {amount} a month is offered for unskilled work.",
        "غیر ہنرمند کام کے لیے ماہانہ تقریباً {amount} {currency} تنخواہ کی پیشکش کی گئی ہے۔",
    ),
    "r-too-good-offer/free": Sentence(
        "{currency} {amount} a month is offered for unskilled work, with nothing to pay.",
        "غیر ہنرمند کام کے لیے ماہانہ تقریباً {amount} {currency} تنخواہ کی پیشکش کی گئی ہے اور کارکن سے کوئی رقم نہیں مانگی گئی۔",
    ),
    "r-fee-no-receipt": Sentence(
        "A fee was paid without receipt.",
        "فیس ادا کی گئی لیکن رسید نہیں دی گئی۔",
    ),
    "r-fee-no-receipt/hundi": Sentence(
        "A fee was paid by hundi, outside the banks.",
        "فیس بینک کے بجائے ہنڈی کے ذریعے ادا کی گئی۔",
    ),
    "r-fee-no-receipt/sum": Sentence(
        "A fee of about {currency} {amount} was paid without receipt.",
        "تقریباً {amount} {currency} فیس ادا کی گئی لیکن رسید نہیں دی گئی۔",
    ),
    "r-fee-no-receipt/hundi-sum": Sentence(
        "A fee of about {currency} {amount} was paid by hundi, outside the banks.",
        "تقریباً {amount} {currency} فیس بینک کے بجائے ہنڈی کے ذریعے ادا کی گئی۔",
    ),
    "r-fee-over-norm": Sentence(
        "The worker was charged {times} times the lawful sum.",
        "کارکن سے قانونی رقم کا {times} گنا وصول کیا گیا۔",
    ),
    "r-fee-far-over-norm": Sentence(
        "The worker was charged {times} times the lawful sum, as much as makes a debt.",
        "کارکن سے قانونی رقم کا {times} گنا وصول کیا گیا، جو اسے قرض میں ڈال سکتا ہے۔",
    ),
    "r-debt-to-recruiter": Sentence(
        "The worker owes the agency or employer about {currency} {amount}.",
        "کارکن پر ایجنسی یا آجر کا تقریباً {amount} {currency} قرض ہے۔",
    ),
    "r-debt-to-recruiter/deducted": Sentence(
        "{percent} % of the wage is deducted.",
        "تنخواہ کا {percent} فیصد کاٹ لیا جاتا ہے۔",
    ),
    "r-passport-kept": Sentence(
        "The worker's passport is kept by another.",
        "کارکن کا پاسپورٹ کسی اور کے پاس رکھا ہوا ہے۔",
    ),
    "r-passport-kept/days": Sentence(
        "The worker's passport has been kept for {days} days.",
        "کارکن کا پاسپورٹ {days} دن سے کسی اور کے پاس ہے۔",
    ),
    "r-contract-substitution": Sentence(
        "The wage is {percent} % below the registered contract: about {currency} {after}, not {before}.",
        "تنخواہ رجسٹرڈ معاہدے سے {percent} فیصد کم ہے: تقریباً {after} {currency}، جبکہ رجسٹرڈ {before} تھی۔",
    ),
    "r-contract-substitution/wage": Sentence(
        "After registration the wage fell by {percent} %, from about {currency} {before} to {after}.",
        "رجسٹریشن کے بعد تنخواہ {percent} فیصد کم کر دی گئی: تقریباً {before} {currency} سے {after}۔",
    ),
    "r-contract-substitution/work": Sentence(
        "After registration the kind of work changed, from ISCO-08 group {before} to {after}.",
        "رجسٹریشن کے بعد کام کی نوعیت بدل دی گئی: پیشوں کے گروپ {before} سے گروپ {after}۔",
    ),
    "r-contract-substitution/employer": Sentence(
        "After registration the employer changed.",
        "رجسٹریشن کے بعد آجر بدل دیا گیا۔",
    ),
    "r-fsa-missing": Sentence(
        "Work in {country} without a registered service agreement.",
        "{country} میں ملازمت کا سروس معاہدہ رجسٹرڈ نہیں ہے۔",
    ),
    "r-fsa-missing/leaves": Sentence(
        "Leaves for {country} to work, without a registered service agreement.",
        "یہ شخص رجسٹرڈ سروس معاہدے کے بغیر ملازمت کے لیے {country} روانہ ہو رہا ہے۔",
    ),
    "r-visa-job-mismatch": Sentence(
        "A job abroad on a {visa} visa, which allows no work.",
        "بیرونِ ملک ملازمت {visa} ویزے پر ہے، جس پر کام کی اجازت نہیں۔",
    ),
    "r-minor": Sentence(
        "A candidate for work abroad is {age} years old.",
        "بیرونِ ملک ملازمت کے امیدوار کی عمر {age} سال ہے۔",
    ),
    "r-minor/older-on-paper": Sentence(
        "A candidate for work abroad is {age} on one paper and {child} on another of the same number.",
        "بیرونِ ملک ملازمت کے امیدوار کی عمر ایک دستاویز پر {age} اور اسی نمبر کی دوسری دستاویز پر {child} سال ہے۔",
    ),
    "r-dest-switch": Sentence(
        "The work is in {country}; registered is {registered}.",
        "کام {country} میں ہے جبکہ رجسٹرڈ ملک {registered} ہے۔",
    ),
    "r-dest-switch/contract": Sentence(
        "The contract is for {country}; {registered} was registered.",
        "معاہدہ {country} کے لیے ہے جبکہ {registered} رجسٹر کیا گیا تھا۔",
    ),
    "r-dest-switch/flight": Sentence(
        "Flies one-way to {country}; the registered job is in {registered}.",
        "یہ شخص یک طرفہ ٹکٹ پر {country} جا رہا ہے جبکہ رجسٹرڈ ملازمت {registered} میں ہے۔",
    ),
    "r-domestic-woman-age": Sentence(
        "A woman of {age}, below the set age, goes for domestic work abroad.",
        "{age} سال کی خاتون، جو مقررہ عمر سے کم ہے، گھریلو کام کے لیے بیرونِ ملک جا رہی ہیں۔",
    ),
    "r-clone-candidates": Sentence(
        "{count} candidates of several families share one contact, account or guarantor within {days} days.",
        "{days} دن کے اندر مختلف خاندانوں کے {count} امیدواروں کا رابطہ، اکاؤنٹ یا ضامن ایک ہی ہے۔",
    ),
    "r-contact-is-agent": Sentence(
        "A candidate's own phone, e-mail or account belongs to an agent.",
        "امیدوار کا اپنا بتایا گیا فون، ای میل یا اکاؤنٹ دراصل ایجنٹ کا ہے۔",
    ),
    "r-agent-same-document": Sentence(
        "{count} candidates of one agent showed one and the same certificate number within {days} days.",
        "{days} دن کے اندر ایک ہی ایجنٹ کے {count} امیدواروں نے ایک ہی نمبر کا سرٹیفکیٹ دکھایا۔",
    ),
    "r-doc-template-reuse": Sentence(
        "One certificate number was shown for {count} people within {days} days.",
        "{days} دن کے اندر ایک ہی سرٹیفکیٹ نمبر {count} افراد کے لیے دکھایا گیا۔",
    ),
    "r-complaint-cluster": Sentence(
        "{count} workers complained of the same agency or employer within {days} days.",
        "{days} دن کے اندر {count} کارکنوں نے ایک ہی ایجنسی یا آجر کی شکایت کی۔",
    ),
    "r-early-return-cluster": Sentence(
        "{count} workers of one agency or employer came back or were sent back early within {days} days.",
        "{days} دن کے اندر ایک ہی ایجنسی یا آجر کے {count} کارکن وقت سے پہلے واپس آئے یا واپس بھیجے گئے۔",
    ),
    "r-direct-group": Sentence(
        "{count} people went to one employer as direct employment within {days} days.",
        "{days} دن کے اندر {count} افراد براہِ راست ملازمت کے نام پر ایک ہی آجر کے پاس گئے۔",
    ),
    "r-over-quota": Sentence(
        "{count} workers were processed within {days} days under a permission for {permitted}.",
        "{days} دن کے اندر {permitted} ملازمتوں کی اجازت پر {count} کارکنوں کی کارروائی کی گئی۔",
    ),
    "r-subagent-chain": Sentence(
        "A sub-agent without licence took fees from {count} workers within {days} days.",
        "{days} دن کے اندر ایک بغیر لائسنس سب ایجنٹ نے {count} کارکنوں سے فیس لی۔",
    ),
}
